import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { computeSignature, signingKey } from './compute-signature.ts'
import { type ChunkSigning, readChunks } from './read-chunks.ts'

/** The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and the pages beside it. */
const scope = { day: '20130524', region: 'us-east-1' }
const date = '20130524T000000Z'
const key = signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope)
const host = ['host', 'examplebucket.s3.amazonaws.com'] as const
const emptyHash = createHash('sha256').digest('hex')

describe("Amazon's examples of signatures", () => {
  test('a range of an object', () => {
    const headers = [host, ['range', 'bytes=0-9'], ['x-amz-content-sha256', emptyHash], ['x-amz-date', date]] as const
    const parts = { method: 'GET', path: '/test.txt', parameters: [], headers, date, payloadHash: emptyHash }
    expect(computeSignature(key, scope, parts)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
  })

  test('a listing', () => {
    const headers = [host, ['x-amz-content-sha256', emptyHash], ['x-amz-date', date]] as const
    const parameters = [
      ['max-keys', '2'],
      ['prefix', 'J'],
    ] as const
    const parts = { method: 'GET', path: '/', parameters, headers, date, payloadHash: emptyHash }
    expect(computeSignature(key, scope, parts)).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7')
  })

  test('a URL', () => {
    const parameters = [
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
      ['X-Amz-Date', date],
      ['X-Amz-Expires', '86400'],
      ['X-Amz-SignedHeaders', 'host'],
    ] as const
    const payloadHash = 'UNSIGNED-PAYLOAD'
    const parts = { method: 'GET', path: '/test.txt', parameters, headers: [host], date, payloadHash }
    expect(computeSignature(key, scope, parts)).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404')
  })
})

describe("Amazon's example of a body in signed chunks", () => {
  const signing: ChunkSigning = {
    key,
    scope,
    date,
    seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  }
  const chunk = (size: number, signature: string): string =>
    `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`
  const body = [
    chunk(65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
    chunk(1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
    chunk(0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
  ].join('')

  async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text)
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
  }

  const read = async (text: string, size: number): Promise<string> =>
    Buffer.concat(await Array.fromAsync(readChunks(inPieces(text, size), signing, () => undefined))).toString()

  test.each([1, 7, 1000, 100_000])('is taken out of its chunks, in pieces of %i bytes', async (size) => {
    expect(await read(body, size)).toBe('a'.repeat(66_560))
  })

  test.each([
    ['a byte that was changed', body.replace('aaa\r\n', 'aab\r\n'), 'SignatureDoesNotMatch'],
    ['a signature that was changed', body.replace('0055', '0056'), 'SignatureDoesNotMatch'],
    [
      'a chunk that is missing',
      body.slice(0, body.indexOf('400;')) + body.slice(body.indexOf('0;chunk-signature=b6')),
      'SignatureDoesNotMatch',
    ],
    ['an end that is missing', body.slice(0, 70_000 - 4000), 'IncompleteBody'],
    ['no chunks at all', 'hello', 'IncompleteBody'],
  ])('is refused with %s', async (_, text, code) => {
    await expect(read(text, 1000)).rejects.toMatchObject({ code })
  })
})
