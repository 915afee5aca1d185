import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf } from '../testing/raw-fetch.ts'
import { type FetchOptions, signedFetch } from './testing/signed-fetch.ts'
import { bucketName, createSdk, startOss } from './testing/start-oss.ts'

const kibibyte = 1024

async function withObject(content: string): Promise<Emulator> {
  const emulator = await startOss()
  await emulator.bucket('oss', bucketName).put('a', content)
  return emulator
}

describe('a range', () => {
  test.each([
    ['bytes=0-4', 206, 'hello'],
    ['bytes=6-', 206, 'world'],
    ['bytes=-5', 206, 'world'],
    ['bytes=6-100', 200, 'hello world'],
    ['bytes=50-60', 200, 'hello world'],
    ['bytes=-50', 200, 'hello world'],
  ])('%s is answered %i %j', async (range, status, text) => {
    await using emulator = await withObject('hello world')
    expect(await signedFetch(emulator, { key: 'a', headers: { range } })).toMatchObject({ status, text })
  })

  test.each([
    ['bytes=6-100', 206, 'world'],
    ['bytes=50-60', 416, expect.stringContaining('InvalidRange')],
    ['bytes=-50', 206, 'hello world'],
  ])('%s by the standard is answered %i %j', async (range, status, text) => {
    await using emulator = await withObject('hello world')
    const headers = { range, 'x-oss-range-behavior': 'standard' }
    expect(await signedFetch(emulator, { key: 'a', headers })).toMatchObject({ status, text })
  })
})

describe('an upload', () => {
  test('has parts of 100 KiB at least, which its completion looks at, but for the last', async () => {
    await using emulator = await startOss()
    const oss = createSdk(emulator)
    for (const [size, code] of [
      [100 * kibibyte, ''],
      [100 * kibibyte - 1, 'EntityTooSmall'],
    ] as const) {
      const { uploadId } = await oss.initMultipartUpload('big')
      const parts: string[] = []
      for (const [index, body] of [Buffer.alloc(size), Buffer.from('x')].entries()) {
        const query = { partNumber: String(index + 1), uploadId }
        const { headers } = await signedFetch(emulator, { method: 'PUT', key: 'big', query, body })
        parts.push(`<Part><PartNumber>${index + 1}</PartNumber><ETag>${headers['etag']}</ETag></Part>`)
      }
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
      const answer = await signedFetch(emulator, { method: 'POST', key: 'big', query: { uploadId }, body })
      expect(codeOf(answer)).toBe(code)
    }
    const head = await signedFetch(emulator, { method: 'HEAD', key: 'big' })
    expect(head.headers).toMatchObject({
      'x-oss-object-type': 'Multipart',
      etag: expect.stringMatching(/^"[0-9A-F]{32}-2"$/),
    })
  })
})

test('a copy is of 1 GiB at most, that of a part of 5 GiB', async () => {
  await using emulator = await startOss({ limits: { maxSingleCopySizeBytes: 10 } })
  await emulator.bucket('oss', bucketName).put('source', 'more than ten')
  const headers = { 'x-oss-copy-source': `/${bucketName}/source` }
  const copy = await signedFetch(emulator, { method: 'PUT', key: 'b', body: '', headers })
  expect(copy.status).toBe(400)
  const { uploadId } = await createSdk(emulator).initMultipartUpload('b')
  const query = { uploadId, partNumber: '1' }
  expect((await signedFetch(emulator, { method: 'PUT', key: 'b', body: '', query, headers })).status).toBe(200)
})

describe('a batch of deletions', () => {
  const body = '<Delete><Object><Key>a</Key></Object><Object><Key>missing</Key></Object></Delete>'
  const md5 = createHash('md5').update(body).digest('base64')
  const batch = { method: 'POST', key: '', query: { delete: '' }, body } satisfies FetchOptions

  test.each([
    [{ 'content-md5': md5 }, ''],
    [{}, 'MissingArgument'],
    [{ 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' }, 'InvalidDigest'],
  ])('with the headers %j: %j', async (headers, code) => {
    await using emulator = await withObject('hello')
    const answer = await signedFetch(emulator, { ...batch, headers })
    expect(codeOf(answer)).toBe(code)
    expect(answer.text.match(/<Deleted>/g)?.length ?? 0).toBe(code === '' ? 2 : 0)
    expect(emulator.bucket('oss', bucketName).objects()).toHaveLength(code === '' ? 0 : 1)
  })
})

describe('a listing', () => {
  const names = Array.from({ length: 150 }, (_, index) => `key-${String(index).padStart(3, '0')}`)

  async function list(query: Readonly<Record<string, string>>): Promise<[count: number, text: string]> {
    await using emulator = await startOss()
    for (const name of names) await emulator.bucket('oss', bucketName).put(name, '')
    const { text } = await signedFetch(emulator, { key: '', query })
    return [text.match(/<Contents>/g)?.length ?? 0, text]
  }

  test('has a hundred keys unless more are asked for, a thousand at most', async () => {
    expect((await list({}))[0]).toBe(100)
    expect((await list({ 'max-keys': '1000' }))[0]).toBe(150)
    expect((await list({ 'max-keys': '1001' }))[1]).toContain('InvalidArgument')
    expect((await list({ 'max-keys': '0' }))[1]).toContain('InvalidArgument')
  })

  test('in its second form goes on by a token, after a key, and names owners on demand', async () => {
    const [count, text] = await list({ 'list-type': '2', 'start-after': 'key-147', 'encoding-type': 'url' })
    expect([count, text.includes('<Owner>')]).toEqual([2, false])
    const [, first] = await list({ 'list-type': '2', 'max-keys': '10', 'fetch-owner': 'true' })
    expect(first).toContain('<Owner>')
    const token = /<NextContinuationToken>(.*)<\/NextContinuationToken>/.exec(first)?.[1] ?? ''
    const [, second] = await list({ 'list-type': '2', 'max-keys': '1', 'continuation-token': token })
    expect(second).toContain('<Key>key-010</Key>')
  })
})

describe('a key', () => {
  test.each([
    ['a'.repeat(1023), 200],
    ['a'.repeat(1024), 400],
    ['中'.repeat(341), 200],
    ['中'.repeat(342), 400],
    ['/a', 400],
    ['\\a', 400],
    ['a/', 200],
  ])('%s is answered %i', async (key, status) => {
    await using emulator = await startOss()
    expect((await signedFetch(emulator, { method: 'PUT', key, body: 'x' })).status).toBe(status)
  })
})

describe('an answer', () => {
  test('to HEAD has its error in a header', async () => {
    await using emulator = await startOss()
    const { status, headers, text } = await signedFetch(emulator, { method: 'HEAD', key: 'missing' })
    expect([status, text]).toEqual([404, ''])
    const document = Buffer.from(headers['x-oss-err'] ?? '', 'base64').toString()
    expect(document).toMatch(/<Code>NoSuchKey<.*<HostId>images\.oss-cn-hangzhou\.aliyuncs\.com<.*<EC>0026-00000001</)
    expect(document).toContain(`<RequestId>${headers['x-oss-request-id']}<`)
  })

  test('to a put has a checksum, and the encryption that was asked for', async () => {
    await using emulator = await startOss()
    const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': 'key' }
    const put = await signedFetch(emulator, { method: 'PUT', key: 'a', body: '123456789', headers })
    expect(put.headers).toMatchObject({ ...headers, 'x-oss-hash-crc64ecma': '11051210869376104954' })
    expect((await signedFetch(emulator, { key: 'a' })).headers).toMatchObject(headers)
  })

  test('refuses to overwrite, if so asked', async () => {
    await using emulator = await withObject('hello')
    const headers = { 'x-oss-forbid-overwrite': 'true' }
    const put = await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'x', headers })
    expect([put.status, codeOf(put)]).toEqual([409, 'FileAlreadyExists'])
  })

  test('of a service that throttles says how many milliseconds to wait', async () => {
    await using emulator = await withObject('hello')
    emulator.faults.add({ fault: { kind: 'error', code: 'QpsLimitExceeded', retryAfterSeconds: 0.25 } })
    const { status, headers } = await signedFetch(emulator, { key: 'a' })
    expect([status, headers['x-oss-qos-delay-time']]).toEqual([503, '250'])
  })
})

describe('a bucket', () => {
  test('in another region names its endpoint', async () => {
    await using emulator = await withObject('hello')
    const host = `${bucketName}.oss-cn-beijing.aliyuncs.com`
    const answer = await signedFetch(emulator, { key: 'a', host, signRegion: 'cn-beijing' })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'AccessDenied'])
    expect(answer.text).toContain('<Endpoint>oss-cn-hangzhou.aliyuncs.com</Endpoint>')
  })

  test('of a new account gives no data at its public hosts, but lists there', async () => {
    const bucket = { service: 'oss', name: bucketName, region: 'cn-hangzhou', forbidsPublicEndpoint: true } as const
    await using emulator = await startOss({ buckets: [{ ...bucket, domains: ['images.example.com'] }] })
    await emulator.bucket('oss', bucketName).put('a', 'hello')
    const answer = await signedFetch(emulator, { key: 'a' })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'PublicEndpointForbidden'])
    expect((await signedFetch(emulator, { key: '' })).status).toBe(200)
    for (const host of [`${bucketName}.oss-cn-hangzhou-internal.aliyuncs.com`, 'images.example.com']) {
      expect((await signedFetch(emulator, { key: 'a', host })).text).toBe('hello')
    }
  })
})
