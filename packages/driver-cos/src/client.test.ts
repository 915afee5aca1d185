import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { ObjectPart, RestClient } from '@moorage/driver-core/object-store'
import type { Emulator } from '@moorage/object-store-emulator'
import { seededBytes } from '@moorage/testkit'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createCosClient } from './client.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024
const emulator: Emulator = await startBucket()
const bucket = emulator.bucket('cos', bucketName)
const client: RestClient = createCosClient(optionsFor(emulator))

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await emulator.close()
})

beforeEach(async () => {
  for (const { key } of bucket.objects()) await bucket.delete(key)
  for (const { key, uploadId } of bucket.uploads()) await client.abortUpload(key, uploadId)
  emulator.requests.clear()
})

const keys = (): string[] => bucket.objects().map(({ key }) => key)

async function read(body: Readable): Promise<Buffer> {
  return Buffer.concat(await body.toArray())
}

async function get(key: string, range?: { offset?: number; length?: number }): Promise<Buffer> {
  const found = await client.get(key, range)
  if (found === undefined) throw new Error(`${key} is missing`)
  return read(found.body)
}

async function upload(key: string, ...contents: readonly Uint8Array[]): Promise<[string, ObjectPart[]]> {
  const uploadId = await client.createUpload(key)
  const parts: ObjectPart[] = []
  for (const [index, content] of contents.entries()) {
    const part = await client.uploadPart(key, uploadId, index + 1, [content])
    if (part !== undefined) parts.push(part)
  }
  return [uploadId, parts]
}

describe('an object', () => {
  test.each(['a', 'docker/registry/v2/x-y_z.0/data', "a+b c/中'()*&=~!%20"])(
    '%j is put, read and deleted',
    async (key) => {
      const content = seededBytes(1, 100_000)
      const put = await client.put(key, [content.subarray(0, 7), content.subarray(7)])
      expect(put).toMatchObject({ key, size: 100_000, etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) })
      expect(await client.head(key)).toMatchObject({ key, size: 100_000, etag: put.etag })
      expect((await get(key)).equals(content)).toBe(true)
      expect((await get(key, { offset: 10, length: 5 })).equals(content.subarray(10, 15))).toBe(true)
      await client.delete([key])
      expect(keys()).toEqual([])
    },
  )

  test('may be empty', async () => {
    await client.put('empty', [])
    expect(await get('empty')).toHaveLength(0)
    expect(await get('empty', { offset: 3 })).toHaveLength(0)
  })

  test('that is missing is undefined, and nothing to delete', async () => {
    expect(await client.get('missing')).toBeUndefined()
    expect(await client.get('missing', { offset: 5 })).toBeUndefined()
    expect(await client.get('missing', { length: 0 })).toBeUndefined()
    expect(await client.head('missing')).toBeUndefined()
    await client.delete(['missing'])
    await client.delete(['missing', 'missing too'])
    await client.delete([])
  })

  test('is copied within the bucket, replacing what was there', async () => {
    await client.put('from a/+b', [Buffer.from('new')])
    await client.put('to', [Buffer.from('old')])
    expect(await client.copy('from a/+b', 'to')).toBe(true)
    expect(String(await get('to'))).toBe('new')
    expect(await client.copy('missing', 'to')).toBe(false)
  })

  test('is copied only while it is the same, if so asked', async () => {
    const { etag } = await client.put('from', [Buffer.from('one')])
    expect(await client.copy('from', 'to', { ifMatch: etag })).toBe(true)
    await client.put('from', [Buffer.from('two')])
    await expect(client.copy('from', 'to', { ifMatch: etag })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(String(await get('to'))).toBe('one')
  })

  test('is deleted with many others in one request', async () => {
    for (let number = 0; number < 50; number += 1) await bucket.put(`many/${number}&<>`, 'x')
    await bucket.put('kept', 'x')
    await client.delete(Array.from({ length: 50 }, (_, number) => `many/${number}&<>`))
    expect(keys()).toEqual(['kept'])
    expect(emulator.requests.list().map(({ operation }) => operation)).toEqual(['DeleteObjects'])
  })
})

describe('a listing', () => {
  const names = ['a', 'a-b/1', 'a/1', 'a/2', 'a/b/1', 'ab/1', 'b c+d%/1']

  async function list(options: Parameters<RestClient['list']>[0]): Promise<string[]> {
    const found: string[] = []
    let after = options.after
    for (;;) {
      const page = await client.list({ ...options, after })
      found.push(...page.objects.map(({ key }) => key), ...page.prefixes)
      after = page.next
      if (after === undefined) return found
    }
  }

  beforeEach(async () => {
    for (const name of names) await bucket.put(name, name)
  })

  test('has all keys, with what the store knows of them', async () => {
    const page = await client.list({ prefix: '' })
    expect(page.objects.map(({ key, size }) => [key, size])).toEqual(names.map((name) => [name, name.length]))
    expect(page.objects[0]?.etag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(page).toMatchObject({ prefixes: [], next: undefined })
  })

  test.each([
    [{ prefix: 'a/' }, ['a/1', 'a/2', 'a/b/1']],
    [{ prefix: '', after: 'a/1' }, ['a/2', 'a/b/1', 'ab/1', 'b c+d%/1']],
    [{ prefix: '', delimiter: '/' }, ['a', 'a-b/', 'a/', 'ab/', 'b c+d%/']],
    [{ prefix: 'a/', delimiter: '/' }, ['a/1', 'a/2', 'a/b/']],
    [{ prefix: '', delimiter: '/', after: 'a/' }, ['ab/', 'b c+d%/']],
    [{ prefix: 'c' }, []],
  ])('of %j has %j, on one page or on many', async (options, expected) => {
    expect((await list(options)).toSorted()).toEqual(expected.toSorted())
    for (const limit of [1, 2, 3]) expect((await list({ ...options, limit })).toSorted()).toEqual(expected.toSorted())
  })

  test('goes on behind the thousandth key', async () => {
    for (let number = 0; number < 1001; number += 1) await bucket.put(`many/${String(number).padStart(4, '0')}`, '')
    emulator.requests.clear()
    expect(await list({ prefix: 'many/' })).toHaveLength(1001)
    expect(emulator.requests.count('GetBucket')).toBe(2)
  })
})

describe('a multipart upload', () => {
  test('makes its parts one object, and shows nothing before', async () => {
    const contents = [seededBytes(1, mebibyte), seededBytes(2, mebibyte + 1), seededBytes(3, 5)]
    const [uploadId, parts] = await upload('big', ...contents)
    expect(keys()).toEqual([])
    expect(parts.map(({ number, size }) => [number, size])).toEqual([
      [1, mebibyte],
      [2, mebibyte + 1],
      [3, 5],
    ])
    expect(await client.completeUpload('big', uploadId, parts)).toBe(true)
    expect((await get('big')).equals(Buffer.concat(contents))).toBe(true)
    expect(await client.completeUpload('big', uploadId, parts)).toBe(false)
  })

  test('lists its parts, behind a number too', async () => {
    const [uploadId, parts] = await upload('big', Buffer.from('one'), Buffer.from('two'), Buffer.from('three'))
    expect(await client.listParts('big', uploadId)).toEqual({ parts, next: undefined })
    expect(await client.listParts('big', uploadId, 2)).toEqual({ parts: parts.slice(2), next: undefined })
  })

  test('replaces a part', async () => {
    const [uploadId] = await upload('big', Buffer.from('one'))
    const replaced = await client.uploadPart('big', uploadId, 1, [Buffer.from('another')])
    expect(await client.listParts('big', uploadId)).toEqual({ parts: [replaced], next: undefined })
  })

  test('takes parts of other objects', async () => {
    const source = seededBytes(4, 3 * mebibyte)
    const { etag } = await client.put('source +/x', [source])
    const uploadId = await client.createUpload('big')
    const range = { offset: 5, length: 2 * mebibyte }
    const first = await client.copyPart('big', uploadId, 1, 'source +/x', range, { ifMatch: etag })
    const second = await client.copyPart('big', uploadId, 2, 'source +/x', { offset: 0, length: 3 })
    if (first === undefined || second === undefined) throw new Error('a source is missing')
    expect(first).toMatchObject({ number: 1, size: 2 * mebibyte })
    await client.completeUpload('big', uploadId, [first, second])
    const expected = [source.subarray(5, 5 + 2 * mebibyte), source.subarray(0, 3)]
    expect((await get('big')).equals(Buffer.concat(expected))).toBe(true)
    const copyPart = client.copyPart('big', uploadId, 1, 'missing', range)
    expect(await copyPart).toBeUndefined()
  })

  test('is gone once it was aborted', async () => {
    const [uploadId] = await upload('big', Buffer.from('one'))
    expect(await client.abortUpload('big', uploadId)).toBe(true)
    expect(await client.abortUpload('big', uploadId)).toBe(false)
    expect(await client.listParts('big', uploadId)).toBeUndefined()
    expect(await client.uploadPart('big', uploadId, 1, [Buffer.from('x')])).toBeUndefined()
    expect(await client.completeUpload('big', uploadId, [{ number: 1, size: 1, etag: '"x"' }])).toBe(false)
    expect(bucket.uploads()).toEqual([])
  })

  test('has each of its parts checked by itself, though they leave at once', async () => {
    const uploadId = await client.createUpload('big')
    const numbers = Array.from({ length: 8 }, (_, index) => index + 1)
    const send = (number: number): Promise<ObjectPart | undefined> =>
      client.uploadPart('big', uploadId, number, [seededBytes(number, mebibyte)])
    const parts = await Promise.all(numbers.map(send))
    // A part that was taken for another one would have been sent again.
    expect(emulator.requests.count('UploadPart')).toBe(8)
    expect(await client.listParts('big', uploadId)).toEqual({ parts, next: undefined })
  })

  test('that is gone is told so before a large part has all left', async () => {
    const uploadId = await client.createUpload('big')
    await client.abortUpload('big', uploadId)
    const content = [Buffer.alloc(16 * mebibyte)]
    for (let round = 0; round < 10; round += 1) {
      expect(await client.uploadPart('big', uploadId, 1, content)).toBeUndefined()
    }
    expect(emulator.requests.count('UploadPart')).toBe(10)
  })

  test('is not completed with a part that is another one by now', async () => {
    const [uploadId, parts] = await upload('big', Buffer.from('one'))
    await client.uploadPart('big', uploadId, 1, [Buffer.from('another')])
    await expect(client.completeUpload('big', uploadId, parts)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('is listed among the unfinished ones, over pages of keys and of uploads', async () => {
    await using small = await startBucket({ limits: { pageSize: 2 } })
    await using paging = createCosClient(optionsFor(small))
    const expected: string[] = []
    for (const key of ['a/1', 'a/1', 'a/1', 'a/2 +', 'b']) expected.push(`${key} ${await paging.createUpload(key)}`)
    const found = await Array.fromAsync(paging.listUploads(''))
    expect(found.map(({ key, uploadId }) => `${key} ${uploadId}`).toSorted()).toEqual(expected.toSorted())
    expect(found.every(({ startedAt }) => Math.abs(Date.now() - startedAt.getTime()) < 60_000)).toBe(true)
    const below = await Array.fromAsync(paging.listUploads('a/'))
    expect(below.map(({ key }) => key)).toEqual(['a/1', 'a/1', 'a/1', 'a/2 +'])
  })
})

describe('what is sent', () => {
  test('names who sends it, and has a length and a checksum', async () => {
    await using named = createCosClient(optionsFor(emulator), { userAgent: 'moorage/1.2.3' })
    await named.put('a', [Buffer.from('x')])
    expect(emulator.requests.list()[0]?.headers).toMatchObject({
      'user-agent': 'moorage/1.2.3',
      'content-length': '1',
      'content-md5': 'ndTkYSaMgDT1yFZOFVxnpg==',
      'content-type': 'application/octet-stream',
    })
  })

  test('goes to the host of global acceleration, where copies name the bucket by its own', async () => {
    await using accelerated = createCosClient(optionsFor(emulator, { accelerate: true }))
    await accelerated.put('a', [Buffer.from('x')])
    await accelerated.copy('a', 'b')
    expect(emulator.requests.list().map(({ host }) => host)).toEqual([
      'images-1250000000.cos.accelerate.myqcloud.com',
      'images-1250000000.cos.accelerate.myqcloud.com',
    ])
    const source = emulator.requests.list('PutObjectCopy')[0]?.headers['x-cos-copy-source']
    expect(source).toBe('images-1250000000.cos.ap-guangzhou.myqcloud.com/a')
  })

  test('may say something else of itself', async () => {
    await using named = createCosClient(optionsFor(emulator, { useragent: 'mine' }), { userAgent: 'moorage/1.2.3' })
    await named.head('a')
    expect(emulator.requests.list()[0]?.headers['user-agent']).toBe('mine')
  })

  test('is bounded by maxconcurrency, however many ask', async () => {
    let most = 0
    await using counted = await startBucket({
      log: () => {
        const open = counted.requests.list().filter(({ durationMs }) => durationMs === undefined)
        most = Math.max(most, open.length + 1)
      },
    })
    await using few = createCosClient(optionsFor(counted, { maxconcurrency: 3 }))
    counted.faults.add({ count: 'always', fault: { kind: 'delay', ms: 5 } })
    await Promise.all(Array.from({ length: 30 }, (_, number) => few.put(`key-${number}`, [Buffer.from('x')])))
    expect(counted.requests.count('PutObject')).toBe(30)
    expect(most).toBe(3)
  })
})

test('forty readers that stand still hold up nobody, and little memory', async () => {
  await using few = createCosClient(optionsFor(emulator, { maxconcurrency: 2 }))
  await bucket.put('large', Buffer.alloc(8 * mebibyte))
  const before = process.memoryUsage().arrayBuffers
  const readers: Readable[] = []
  for (let number = 0; number < 40; number += 1) {
    const found = await few.get('large')
    if (found === undefined) throw new Error('the object is missing')
    await once(found.body, 'readable')
    readers.push(found.body)
  }
  expect(await few.head('large')).toMatchObject({ size: 8 * mebibyte })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * mebibyte)
  for (const reader of readers) reader.destroy()
})

test('a transfer that is given up closes its connection, and the store stops sending', async () => {
  const ended = Promise.withResolvers<number>()
  await using watched = await startBucket({
    log: ({ operation, responseBytes }) => operation === 'GetObject' && ended.resolve(responseBytes),
  })
  await using reading = createCosClient(optionsFor(watched))
  await reading.put('large', [Buffer.alloc(64 * mebibyte)])
  const found = await reading.get('large')
  if (found === undefined) throw new Error('the object is missing')
  await once(found.body, 'readable')
  found.body.destroy()
  expect(await ended.promise).toBeLessThan(64 * mebibyte)
})
