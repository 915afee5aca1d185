import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf } from '../testing/raw-fetch.ts'
import { signedFetch } from './testing/signed-fetch.ts'
import { Bucket, startCos } from './testing/start-cos.ts'

async function startWith(content: string): Promise<Emulator> {
  const emulator = await startCos()
  await emulator.bucket('cos', Bucket).put('a', content)
  return emulator
}

describe('getting an object', () => {
  test.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
    ['bytes=-100', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=3-2', 200, '0123456789', undefined],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['rows=1-2', 200, '0123456789', undefined],
  ])('gives the range %s', async (range, status, text, contentRange) => {
    await using emulator = await startWith('0123456789')
    const answer = await signedFetch(emulator, { key: 'a', headers: { range } })
    expect(answer).toMatchObject({ status, text })
    expect(answer.headers).toMatchObject({ 'content-length': String(text.length), 'accept-ranges': 'bytes' })
    expect(answer.headers['content-range']).toBe(contentRange)
  })

  test.each([
    ['0123456789', 'bytes=10-'],
    ['0123456789', 'bytes=-0'],
    ['', 'bytes=0-'],
  ])('of "%s" has no range %s', async (content, range) => {
    await using emulator = await startWith(content)
    const answer = await signedFetch(emulator, { key: 'a', headers: { range } })
    expect([answer.status, codeOf(answer)]).toEqual([416, 'InvalidRange'])
    expect(answer.headers['content-range']).toBe(`bytes */${content.length}`)
  })

  test('of no bytes is an empty answer', async () => {
    await using emulator = await startWith('')
    expect(await signedFetch(emulator, { key: 'a' })).toMatchObject({ status: 200, text: '' })
  })

  const etag = '"5d41402abc4b2a76b9719d911017c592"'
  const past = new Date(0).toUTCString()
  const future = new Date(Date.now() + 86_400_000).toUTCString()

  test.each<[Record<string, string>, number]>([
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': `"x", ${etag}` }, 200],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': '"x"' }, 200],
    [{ 'if-modified-since': past }, 200],
    [{ 'if-modified-since': future }, 304],
    [{ 'if-unmodified-since': past }, 412],
    [{ 'if-unmodified-since': future }, 200],
    [{ 'if-match': etag, 'if-unmodified-since': past }, 200],
    [{ 'if-none-match': '"x"', 'if-modified-since': future }, 200],
  ])('depends on the condition %j', async (headers, status) => {
    await using emulator = await startWith('hello')
    const answer = await signedFetch(emulator, { key: 'a', headers })
    expect(answer.status).toBe(status)
    expect(answer.text === 'hello').toBe(status === 200)
  })

  test('has its headers overridden by parameters', async () => {
    await using emulator = await startWith('hello')
    const query = { 'response-content-type': 'text/css', 'response-cache-control': 'no-store' }
    const { headers } = await signedFetch(emulator, { key: 'a', query })
    expect(headers).toMatchObject({ 'content-type': 'text/css', 'cache-control': 'no-store' })
  })

  test('that is missing is 404, and HEAD says so without a body', async () => {
    await using emulator = await startCos()
    const got = await signedFetch(emulator, { key: 'a/b' })
    expect([got.status, codeOf(got), got.headers['content-type']]).toEqual([404, 'NoSuchKey', 'application/xml'])
    const requestId = got.headers['x-cos-request-id']
    expect(got.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>/)
    expect(got.text).toContain(`<Resource>${Bucket}.cos.ap-guangzhou.myqcloud.com/a/b</Resource>`)
    expect(got.text).toContain(`<RequestId>${requestId}</RequestId><TraceId>${got.headers['x-cos-trace-id']}</TraceId>`)
    const head = await signedFetch(emulator, { method: 'HEAD', key: 'a/b' })
    expect(head).toMatchObject({ status: 404, text: '' })
  })

  test('by HEAD has the headers of GET and no body', async () => {
    await using emulator = await startWith('hello')
    const { status, headers, text } = await signedFetch(emulator, { method: 'HEAD', key: 'a' })
    expect({ status, text }).toEqual({ status: 200, text: '' })
    expect(headers).toMatchObject({
      'content-length': '5',
      etag,
      'x-cos-hash-crc64ecma': expect.stringMatching(/^\d+$/),
    })
    expect(Date.parse(headers['last-modified'] ?? '')).toBeGreaterThan(Date.now() - 10_000)
  })

  test('makes browsers save it, and refuses programs for phones, unless it comes from a domain of the bucket', async () => {
    await using emulator = await startWith('hello')
    await emulator.bucket('cos', Bucket).put('program.apk', 'x')
    const saved = { 'content-disposition': 'attachment', 'x-cos-force-download': 'true' }
    expect((await signedFetch(emulator, { key: 'a' })).headers).toMatchObject(saved)
    expect(codeOf(await signedFetch(emulator, { key: 'program.apk' }))).toBe('DownloadForbidden')
    emulator.addDomain('cos', Bucket, 'images.example.com')
    const host = 'images.example.com'
    expect((await signedFetch(emulator, { key: 'a', host })).headers).not.toMatchObject(saved)
    expect((await signedFetch(emulator, { key: 'program.apk', host })).text).toBe('x')
  })

  test('needs it to be restored when it is archived', async () => {
    await using emulator = await startCos()
    const headers = { 'x-cos-storage-class': 'ARCHIVE' }
    await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'x', headers })
    expect(codeOf(await signedFetch(emulator, { key: 'a' }))).toBe('InvalidObjectState')
    expect((await signedFetch(emulator, { method: 'HEAD', key: 'a' })).status).toBe(200)
  })
})
