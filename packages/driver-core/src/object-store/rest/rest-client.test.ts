import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answer, errorAnswer, ScriptedServer, type Step } from '../http/testing/scripted-server.ts'
import { testHttp } from '../http/testing/test-http.ts'
import { objectPath } from '../http/exchange.ts'
import { RestClient } from './rest-client.ts'
import type { RestDialect } from './rest-dialect.ts'

const dialect: RestDialect = {
  headerPrefix: 'x-test-',
  path: (key) => `/bucket${objectPath(key)}`,
  copySource: (key) => `/bucket/${key}`,
  objectHeaders: { 'content-type': 'application/octet-stream' },
  crc64Header: 'x-test-crc64',
  presign: () => undefined,
}

function clientOf(server: ScriptedServer, changes: Partial<RestDialect> = {}): RestClient {
  return new RestClient(testHttp({ origin: server.origin }), { ...dialect, ...changes })
}

const nineDigits = Buffer.from('123456789')
/** Of `123456789`. */
const crc64 = '11051210869376104954'
const stored = (crc: string): Step => answer(200, '', { etag: '"1"', 'x-test-crc64': crc })

describe('a part', () => {
  test('whose bytes arrived is taken', async () => {
    await using server = await ScriptedServer.start([stored(crc64)])
    await using client = clientOf(server)
    const part = await client.uploadPart('big', 'U', 1, [nineDigits.subarray(0, 4), nineDigits.subarray(4)])
    expect(part).toEqual({ number: 1, size: 9, etag: '"1"' })
    expect(server.requests[0]?.url).toBe('/bucket/big?partNumber=1&uploadId=U')
    expect(server.requests[0]?.headers).not.toHaveProperty('content-md5')
  })

  test('whose bytes arrived as others is sent again', async () => {
    await using server = await ScriptedServer.start([stored('1'), stored('2'), stored(crc64)])
    await using client = clientOf(server)
    expect(await client.uploadPart('big', 'U', 1, [nineDigits])).toMatchObject({ etag: '"1"' })
    expect(server.requests).toHaveLength(3)
  })

  test('whose bytes never arrive as they are fails', async () => {
    await using server = await ScriptedServer.start([stored('1')])
    await using client = clientOf(server)
    await expect(client.uploadPart('big', 'U', 1, [nineDigits])).rejects.toThrow('the bytes changed on their way')
  })

  test('is sent with its MD5 to a store that tells no CRC-64, as are all that follow', async () => {
    await using server = await ScriptedServer.start([answer(200, '', { etag: '"1"' })])
    await using client = clientOf(server)
    const md5 = createHash('md5').update(nineDigits).digest('base64')
    await client.uploadPart('big', 'U', 1, [nineDigits])
    await client.uploadPart('big', 'U', 2, [nineDigits])
    expect(server.requests.map((request) => request.headers['content-md5'])).toEqual([undefined, md5, md5])
  })
})

describe('content', () => {
  test.each([
    ['base64', createHash('md5').update(nineDigits).digest('base64')],
    ['hex', createHash('md5').update(nineDigits).digest('hex')],
    ['none', undefined],
  ] as const)('is sent with its MD5 as the store wants it: %s', async (contentMd5, header) => {
    await using server = await ScriptedServer.start([answer(200, '', { etag: '"1"' })])
    await using client = clientOf(server, { contentMd5, crc64Header: undefined })
    await client.put('a', [nineDigits])
    await client.uploadPart('big', 'U', 1, [nineDigits])
    expect(server.requests.map((request) => request.headers['content-md5'])).toEqual([header, header])
  })
})

describe('a rename', () => {
  const renames = { renameQuery: (destination: string) => ({ newKey: destination }) }
  const lost: Step = (response) => void response.destroy()
  const found = answer(200, '', { etag: '"1"', 'content-length': '0', 'last-modified': new Date(0).toUTCString() })

  test('is one request, where the store knows it', async () => {
    await using server = await ScriptedServer.start([answer(200), errorAnswer(404, 'NoSuchKey')])
    await using client = clientOf(server, renames)
    expect(await client.rename?.('a/b', 'c d')).toBe(true)
    expect(await client.rename?.('a/b', 'c d')).toBe(false)
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PUT /bucket/a/b?newKey=c%20d',
      'PUT /bucket/a/b?newKey=c%20d',
    ])
  })

  test('whose answer was lost is found out by what is at its destination', async () => {
    await using server = await ScriptedServer.start([lost, errorAnswer(404, 'NoSuchKey'), found])
    await using client = clientOf(server, renames)
    expect(await client.rename?.('a', 'b')).toBe(true)
    expect(server.requests.at(-1)).toMatchObject({ method: 'HEAD', url: '/bucket/b' })
  })

  test('is not asked for again of a store that does not know it', async () => {
    await using server = await ScriptedServer.start([errorAnswer(501, 'NotImplemented')])
    await using client = clientOf(server, renames)
    expect(await client.rename?.('a', 'b')).toBe('unsupported')
    expect(client.rename).toBeUndefined()
  })

  test('is none where the dialect has no way', async () => {
    await using server = await ScriptedServer.start([])
    await using client = clientOf(server)
    expect(client.rename).toBeUndefined()
  })
})

describe('a listing', () => {
  const page = (body: string): Step => answer(200, `<ListBucketResult>${body}</ListBucketResult>`)
  const entry = (key: string): string =>
    `<Contents><Key>${key}</Key><Size>1</Size><ETag>"1"</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`

  test('reads keys as they are when the store does not encode them, whatever it was asked for', async () => {
    await using server = await ScriptedServer.start([page(`${entry('a%2Fb+c')}<IsTruncated>false</IsTruncated>`)])
    await using client = clientOf(server)
    expect((await client.list({ prefix: 'a' })).objects.map(({ key }) => key)).toEqual(['a%2Fb+c'])
    expect(server.requests[0]?.url).toBe('/bucket/?encoding-type=url&prefix=a&max-keys=1000')
  })

  test.each(['EncodingType', 'Encoding-Type'])('reads keys that are encoded (%s)', async (name) => {
    const body = `<${name}>url</${name}>${entry('a%2Fb+c%2B')}<IsTruncated>true</IsTruncated><NextMarker>a%2Fb+c%2B</NextMarker>`
    await using server = await ScriptedServer.start([page(body)])
    await using client = clientOf(server)
    const { objects, next } = await client.list({ prefix: '' })
    expect([objects[0]?.key, next]).toEqual(['a/b c+', 'a/b c+'])
  })

  test('goes on behind its last entry when the store names no marker', async () => {
    const prefix = '<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>'
    await using server = await ScriptedServer.start([page(`${entry('a')}${prefix}<IsTruncated>true</IsTruncated>`)])
    await using client = clientOf(server)
    expect((await client.list({ prefix: '', delimiter: '/' })).next).toBe('b/')
  })

  test('leaves out a prefix that it had before', async () => {
    const prefixes =
      '<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>'
    await using server = await ScriptedServer.start([page(`${prefixes}<IsTruncated>false</IsTruncated>`)])
    await using client = clientOf(server)
    expect((await client.list({ prefix: '', delimiter: '/', after: 'a/' })).prefixes).toEqual(['b/'])
  })

  test.each([
    ['a marker that stands still', `${entry('a')}<IsTruncated>true</IsTruncated><NextMarker>a</NextMarker>`],
    ['nothing on a page that is not the last', '<IsTruncated>true</IsTruncated>'],
    ['no word about whether it is the last page', entry('b')],
    ['an entry without a size', '<Contents><Key>b</Key></Contents><IsTruncated>false</IsTruncated>'],
  ])('with %s is a failure, and no endless loop', async (_title, body) => {
    await using server = await ScriptedServer.start([page(body)])
    await using client = clientOf(server)
    await expect(client.list({ prefix: '', after: 'a' })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})

describe('a deletion of many', () => {
  const result = (body: string): Step => answer(200, `<DeleteResult>${body}</DeleteResult>`)
  const deleted = (key: string): string => `<Deleted><Key>${key}</Key></Deleted>`
  const failed = (key: string, code: string): string =>
    `<Error><Key>${key}</Key><Code>${code}</Code><Message>no</Message></Error>`

  test('is not done while one of them is kept', async () => {
    await using server = await ScriptedServer.start([
      result(deleted('a') + failed('b', 'InternalError')),
      result(deleted('a') + failed('b', 'SlowDown')),
      result(deleted('a') + deleted('b')),
    ])
    await using client = clientOf(server, {})
    await client.delete(['a', 'b'])
    expect(server.requests).toHaveLength(3)
  })

  test('fails for the first one that is kept for good', async () => {
    await using server = await ScriptedServer.start([result(deleted('a') + failed('b', 'AccessDenied'))])
    await using client = clientOf(server)
    await expect(client.delete(['a', 'b'])).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('b was kept: no'),
    })
  })

  test('has to tell of each of them', async () => {
    await using server = await ScriptedServer.start([result(deleted('a'))])
    await using client = clientOf(server)
    await expect(client.delete(['a', 'b'])).rejects.toThrow('the store does not say what became of b')
  })

  test('takes those for deleted that were missing', async () => {
    await using server = await ScriptedServer.start([result(deleted('a') + failed('b', 'NoSuchKey'))])
    await using client = clientOf(server)
    await client.delete(['a', 'b'])
    expect(String(server.requests[0]?.body)).toContain('<Object><Key>a</Key></Object><Object><Key>b</Key></Object>')
  })

  test('falls back on single ones, once and for all, where there is no such request', async () => {
    await using server = await ScriptedServer.start([errorAnswer(501, 'NotImplemented'), answer(204)])
    await using client = clientOf(server)
    await client.delete(['a', 'b'])
    await client.delete(['c', 'd'])
    expect(server.requests.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual([
      'DELETE /bucket/a',
      'DELETE /bucket/b',
      'DELETE /bucket/c',
      'DELETE /bucket/d',
      'POST /bucket/?delete',
    ])
  })
})

describe('the completion of an upload whose answer was lost', () => {
  const parts = [
    { number: 1, size: 5, etag: '"5d41402abc4b2a76b9719d911017c592"' },
    { number: 2, size: 4, etag: '"A9D42E2C9DE22CDAF5E5F0AD06D0EB50"' },
  ]
  /** The MD5 of the parts' MD5s. */
  const madeOfParts = createHash('md5')
    .update(Buffer.from(parts.map((part) => part.etag.slice(1, 33)).join(''), 'hex'))
    .digest('hex')
  const head = (size: number, etag: string): Step =>
    answer(200, '', { 'content-length': String(size), etag, 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' })
  const lost: Step = (response) => void response.socket?.resetAndDestroy()
  const gone = errorAnswer(404, 'NoSuchUpload')

  test.each([
    ['is made of the parts', head(9, `"${madeOfParts}-2"`), true],
    ['is made of the parts, by an ETag in capitals', head(9, `"${madeOfParts.toUpperCase()}-2"`), true],
    ['has another size', head(8, `"${madeOfParts}-2"`), false],
    ['is made of as many other parts', head(9, '"5d41402abc4b2a76b9719d911017c592-2"'), false],
    ['has an ETag that tells nothing', head(9, '"abc"'), false],
    ['is missing', answer(404), false],
  ])('when the object %s', async (_title, step, done) => {
    await using server = await ScriptedServer.start([lost, gone, step])
    await using client = clientOf(server)
    expect(await client.completeUpload('big', 'U', parts)).toBe(done)
  })

  test('is not asked for when no answer was lost', async () => {
    await using server = await ScriptedServer.start([gone])
    await using client = clientOf(server)
    expect(await client.completeUpload('big', 'U', parts)).toBe(false)
    expect(server.requests).toHaveLength(1)
  })
})

test('an upload whose beginning is answered with nonsense is begun again', async () => {
  const begun = answer(200, '<InitiateMultipartUploadResult><UploadId>U2</UploadId></InitiateMultipartUploadResult>')
  await using server = await ScriptedServer.start([answer(200, '<InitiateMultipartUploadResult>'), begun])
  await using client = clientOf(server)
  expect(await client.createUpload('big')).toBe('U2')
})
