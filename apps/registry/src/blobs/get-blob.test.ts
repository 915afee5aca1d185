import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf, errorCodes, pushBlob } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

const bytes = 'the quick brown fox jumps over the lazy dog'
const digest = digestOf(bytes)

describe('GET and HEAD /v2/<name>/blobs/<digest>', () => {
  let registry: TestRegistry

  beforeAll(async () => {
    registry = await startTestRegistry()
    await pushBlob(registry, 'team/app', bytes)
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
  })

  const get = (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    registry.fetch(`/v2/team/app/blobs/${digest}`, { method, headers })

  it('answers the bytes with their digest, length and entity tag', async () => {
    const response = await get()
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'docker-content-digest': digest,
      'content-length': String(bytes.length),
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'cache-control': 'max-age=31536000',
      etag: `"${digest}"`,
    })
    expect(await response.text()).toBe(bytes)
  })

  it('answers HEAD with the same headers and no body', async () => {
    const response = await get({}, 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    expect(response.headers.get('docker-content-digest')).toBe(digest)
    expect(await response.text()).toBe('')
  })

  it.each([
    ['bytes=0-3', 'the ', 'bytes 0-3/43'],
    ['bytes=4-', bytes.slice(4), 'bytes 4-42/43'],
    ['bytes=-3', 'dog', 'bytes 40-42/43'],
    ['bytes=40-99', 'dog', 'bytes 40-42/43'],
    ['bytes=-99', bytes, 'bytes 0-42/43'],
  ])('answers %s with 206 and that part', async (range, part, contentRange) => {
    const response = await get({ range })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(contentRange)
    expect(response.headers.get('content-length')).toBe(String(part.length))
    expect(await response.text()).toBe(part)
  })

  it.each(['bytes=5-3', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=-'])(
    'ignores the range %s, as RFC 9110 allows, and answers everything',
    async (range) => {
      const response = await get({ range })
      expect(response.status).toBe(200)
      expect(await response.text()).toBe(bytes)
    },
  )

  it.each(['bytes=43-', 'bytes=100-200', 'bytes=-0'])(
    'answers %s, of which no byte exists, with 416',
    async (range) => {
      const response = await get({ range })
      expect(response.status).toBe(416)
      expect(response.headers.get('content-range')).toBe('bytes */43')
      expect(await errorCodes(response)).toEqual(['RANGE_INVALID'])
    },
  )

  it('takes a range only while If-Range names this content', async () => {
    const same = await get({ range: 'bytes=0-2', 'if-range': `"${digest}"` })
    expect(same.status).toBe(206)
    const other = await get({ range: 'bytes=0-2', 'if-range': '"sha256:other"' })
    expect(other.status).toBe(200)
    expect(await other.text()).toBe(bytes)
  })

  it('answers 304 without a body when If-None-Match names this content', async () => {
    for (const tag of [`"${digest}"`, `W/"${digest}"`, `"other", "${digest}"`, '*']) {
      const response = await get({ 'if-none-match': tag })
      expect(response.status).toBe(304)
      expect(await response.text()).toBe('')
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('does not know a blob that only another repository holds', async () => {
    const response = await registry.fetch(`/v2/team/other/blobs/${digest}`)
    expect(response.status).toBe(404)
    expect(await errorCodes(response)).toEqual(['BLOB_UNKNOWN'])
  })

  it.each(['sha256:abc', `sha256:${'A'.repeat(64)}`, `md5:${'a'.repeat(32)}`, 'nonsense'])(
    'refuses %s, which is no digest, with 400 for GET and HEAD',
    async (text) => {
      const response = await registry.fetch(`/v2/team/app/blobs/${text}`)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
      expect((await registry.fetch(`/v2/team/app/blobs/${text}`, { method: 'HEAD' })).status).toBe(400)
    },
  )
})
