import type { Readable } from 'node:stream'
import type { ObjectPart, RestClient } from '@moorage/driver-core/object-store'
import { defaultAccount, type Emulator } from '@moorage/object-store-emulator'
import { seededBytes } from '@moorage/testkit'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createOssClient } from './client.ts'
import { openOssDriver } from './open-oss-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator: Emulator = await startBucket()
const bucket = emulator.bucket('oss', bucketName)
const clients = {
  v4: createOssClient(optionsFor(emulator)),
  v1: createOssClient(optionsFor(emulator, { signatureversion: 'v1' })),
}

afterAll(async () => {
  for (const client of Object.values(clients)) await client[Symbol.asyncDispose]()
  await emulator.close()
})

beforeEach(async () => {
  for (const { key } of bucket.objects()) await bucket.delete(key)
  emulator.requests.clear()
})

async function read(found: { readonly body: Readable } | undefined): Promise<Buffer> {
  if (found === undefined) throw new Error('the object is missing')
  return Buffer.concat(await found.body.toArray())
}

const keys = ['a', 'docker/registry/v2/x-y_z.0/data', "a+b c/中'()*&=~!%20"]

describe.each(Object.entries(clients))('signed with %s', (_, client: RestClient) => {
  test.each(keys)('%j is put, read, copied, listed and deleted', async (key) => {
    const content = seededBytes(1, 100_000)
    await client.put(key, [content])
    expect((await read(await client.get(key))).equals(content)).toBe(true)
    expect(await client.head(key)).toMatchObject({ key, size: 100_000 })
    const copy = `${key} copied`
    expect(await client.copy(key, copy)).toBe(true)
    const page = await client.list({ prefix: key, delimiter: '|' })
    expect(page.objects.map((object) => object.key)).toEqual([key, copy])
    await client.delete([key, copy])
    expect(bucket.objects()).toEqual([])
  })

  test.each(keys)('%j is uploaded in parts, and copied by them', async (key) => {
    await bucket.put('source', seededBytes(2, 200_000))
    const uploadId = await client.createUpload(key)
    const parts = [
      await client.uploadPart(key, uploadId, 1, [seededBytes(1, 102_400)]),
      await client.copyPart(key, uploadId, 2, 'source', { offset: 10, length: 20 }),
    ] as ObjectPart[]
    expect(await client.listParts(key, uploadId)).toEqual({ parts, next: undefined })
    expect((await Array.fromAsync(client.listUploads('')))[0]).toMatchObject({ key, uploadId })
    expect(await client.completeUpload(key, uploadId, parts)).toBe(true)
    expect((await read(await client.get(key))).length).toBe(102_420)
  })

  test.each(['GET', 'HEAD'] as const)('a URL is good for %s alone', async (method) => {
    await bucket.put('a b+c', 'hello')
    const url = await client.presign(method, 'a b+c', 60)
    for (const other of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      expect((await fetch(url ?? '', { method: other })).status).toBe(other === method ? 200 : 403)
    }
  })

  test('a listing goes on behind a thousand keys', async () => {
    for (let number = 0; number < 1001; number += 1) await bucket.put(`many/${number}`, '')
    const first = await client.list({ prefix: 'many/' })
    const second = await client.list({ prefix: 'many/', after: first.next })
    expect([first.objects.length, second.objects.length, second.next]).toEqual([1000, 1, undefined])
  })
})

describe('a range', () => {
  test.each([
    [{ offset: 2, length: 100 }, 'llo'],
    [{ offset: 1, length: 2 }, 'el'],
    [{ offset: 5 }, ''],
    [{ offset: 50, length: 5 }, ''],
  ])('of %j is taken by the standard: %j', async (range, expected) => {
    await bucket.put('a', 'hello')
    expect(String(await read(await clients.v4.get('a', range)))).toBe(expected)
    expect(emulator.requests.list('GetObject')[0]?.headers['x-oss-range-behavior']).toBe('standard')
  })
})

describe('encryption', () => {
  test.each([
    [{ encrypt: true }, { 'x-oss-server-side-encryption': 'AES256' }],
    [
      { encrypt: 'true', encryptionkeyid: 'key-1' },
      { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': 'key-1' },
    ],
    [{}, {}],
  ])('by %j is asked for with all that makes objects', async (parameters, headers) => {
    await using client = createOssClient(optionsFor(emulator, parameters))
    await client.put('put', [Buffer.from('x')])
    await client.copy('put', 'copied')
    const uploadId = await client.createUpload('uploaded')
    const part = await client.uploadPart('uploaded', uploadId, 1, [Buffer.from('x')])
    if (part === undefined) throw new Error('the upload is missing')
    await client.completeUpload('uploaded', uploadId, [part])
    for (const object of bucket.objects()) {
      const kept = Object.entries(object.metadata.headers).filter(([name]) => name.startsWith('x-oss-'))
      expect({ [object.key]: Object.fromEntries(kept) }).toEqual({ [object.key]: headers })
    }
    expect(bucket.objects()).toHaveLength(3)
  })
})

test('a file above the limit of a copy is moved by parts', async () => {
  await using small = await startBucket({ limits: { maxSingleCopySizeBytes: 1000 } })
  await using driver = await openOssDriver(optionsFor(small), {})
  // The driver copies by parts long before OSS has it do so.
  const content = seededBytes(3, 65 * 1024 * 1024)
  await driver.putContent('/from', content)
  await driver.move('/from', '/to')
  expect((await small.bucket('oss', bucketName).read('to')).equals(content)).toBe(true)
  expect([small.requests.count('PutObjectCopy'), small.requests.count('UploadPartCopy')]).toEqual([0, 3])
})

test('a throttled call waits as many milliseconds as OSS asks for', async () => {
  await using slow = await startBucket()
  await using client = createOssClient(optionsFor(slow), { retry: { firstThrottleDelayMs: 0 } })
  const code = 'QpsLimitExceeded'
  slow.faults.add({ operation: 'PutObject', fault: { kind: 'error', code, retryAfterSeconds: 0.3 } })
  await client.put('a', [Buffer.from('x')])
  const [first, second] = slow.requests.list('PutObject').map(({ startedAt }) => startedAt.getTime())
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(290)
})

test('a bucket that OSS throttles for long is left alone, and the wait told', async () => {
  await using slow = await startBucket()
  await using client = createOssClient(optionsFor(slow))
  slow.faults.add({ fault: { kind: 'error', code: 'QpsLimitExceeded', retryAfterSeconds: 60 } })
  await expect(client.head('a')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 })
  expect(slow.requests.count()).toBe(1)
})

test('what HEAD means is told by its header: a missing bucket is no missing object', async () => {
  await using client = createOssClient(optionsFor(emulator, { bucket: 'other', endpoint: emulator.url }))
  await expect(client.head('a')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await using wrong = createOssClient(optionsFor(emulator, { accesskeysecret: 'a-wrong-secret' }))
  const error: unknown = await wrong.head('a').catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'ACCESS_DENIED', cause: { code: 'SignatureDoesNotMatch' } })
  expect(JSON.stringify(error) + String(error)).not.toContain('a-wrong-secret')
})

test.each([3_600_000, -3_600_000])('a clock that is wrong by %i ms is put right by the first answer', async (ms) => {
  await using skewed = await startBucket()
  skewed.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms } })
  for (const signatureversion of ['v4', 'v1']) {
    await using client = createOssClient(optionsFor(skewed, { signatureversion }))
    await client.put('a', [Buffer.from('x')])
    const url = await client.presign('GET', 'a', 1200)
    expect((await fetch(url ?? '')).status).toBe(200)
  }
})

test('a temporary key signs calls and URLs with its token', async () => {
  const account = { ...defaultAccount, token: 'a+b/c==' }
  await using server = await startBucket({ accounts: [account] })
  for (const signatureversion of ['v4', 'v1']) {
    await using client = createOssClient(optionsFor(server, { ststoken: account.token, signatureversion }))
    await client.put('a', [Buffer.from('x')])
    const url = await client.presign('GET', 'a', 60)
    expect(await (await fetch(url ?? '')).text()).toBe('x')
  }
})

test('clients are sent to a domain of the bucket while calls go elsewhere', async () => {
  const domain = { internal: true, redirectendpoint: 'https://cdn.example.com' }
  await using client = createOssClient(optionsFor(emulator, domain))
  await client.put('a', [Buffer.from('hello')])
  expect(emulator.requests.list()[0]?.host).toBe('images.oss-cn-hangzhou-internal.aliyuncs.com')
  const url = await client.presign('GET', 'a', 60)
  expect(url?.origin).toBe('https://cdn.example.com')
  // The signature is good at any host of the bucket.
  const moved = new URL(`${url?.pathname}${url?.search}`, emulator.url)
  expect(await (await fetch(moved)).text()).toBe('hello')
})
