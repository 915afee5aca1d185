import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf, type FetchedAnswer } from '../testing/raw-fetch.ts'
import { type FetchOptions, signedFetch } from './testing/signed-fetch.ts'
import { Bucket, createSdk, Region, startCos } from './testing/start-cos.ts'

class Upload {
  readonly #emulator: Emulator
  readonly #uploadId: string

  constructor(emulator: Emulator, uploadId: string) {
    this.#emulator = emulator
    this.#uploadId = uploadId
  }

  static async start(emulator: Emulator): Promise<Upload> {
    const { UploadId } = await createSdk(emulator).multipartInit({ Bucket, Region, Key: 'big' })
    return new Upload(emulator, UploadId)
  }

  send(method: string, options: Partial<FetchOptions> = {}): Promise<FetchedAnswer> {
    const query = { uploadId: this.#uploadId, ...options.query }
    return signedFetch(this.#emulator, { key: 'big', ...options, method, query })
  }

  async put(partNumber: number | string, body: string): Promise<FetchedAnswer> {
    return this.send('PUT', { query: { partNumber: String(partNumber) }, body })
  }

  async putAll(...bodies: readonly string[]): Promise<[number, string][]> {
    const parts: [number, string][] = []
    for (const [index, body] of bodies.entries()) {
      parts.push([index + 1, (await this.put(index + 1, body)).headers['etag'] ?? ''])
    }
    return parts
  }

  complete(
    parts: readonly (readonly [number, string])[],
    headers: Record<string, string> = {},
  ): Promise<FetchedAnswer> {
    const elements = parts.map(
      ([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
    )
    const body = `<CompleteMultipartUpload>${elements.join('')}</CompleteMultipartUpload>`
    return this.send('POST', { body, headers })
  }
}

const limits = { minPartSizeBytes: 4 }

describe('an upload in parts', () => {
  test('becomes an object when it is completed, and not before', async () => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    const parts = await upload.putAll('abcd', 'efgh', 'i')
    expect((await signedFetch(emulator, { key: 'big' })).status).toBe(404)
    const { status, text, headers } = await upload.complete(parts)
    expect(status).toBe(200)
    expect(text).toMatch(/<CompleteMultipartUploadResult><Location>http:\/\/.*\/big<\/Location><Bucket>/)
    expect(text).toMatch(/<ETag>"[\da-f]{32}-3"<\/ETag>/)
    const { headers: expected } = await signedFetch(emulator, { method: 'PUT', key: 'same', body: 'abcdefghi' })
    expect(headers['x-cos-hash-crc64ecma']).toBe(expected['x-cos-hash-crc64ecma'])
    const range = { range: 'bytes=3-8' }
    expect((await signedFetch(emulator, { key: 'big', headers: range })).text).toBe('defghi')
  })

  test('takes only the parts that are named, and the last content of each', async () => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    await upload.putAll('aaaa', 'bbbb', 'cccc')
    const second = await upload.put(2, 'BBBB')
    const first = await upload.put(1, 'AAAA')
    await upload.complete([
      [1, first.headers['etag'] ?? ''],
      [2, second.headers['etag'] ?? ''],
    ])
    expect((await signedFetch(emulator, { key: 'big' })).text).toBe('AAAABBBB')
  })

  test('keeps the headers it was begun with', async () => {
    await using emulator = await startCos({ limits })
    const headers = { 'content-type': 'text/plain', 'x-cos-server-side-encryption': 'AES256', 'x-cos-meta-a': 'b' }
    const begun = await signedFetch(emulator, { method: 'POST', key: 'big', query: { uploads: '' }, body: '', headers })
    const upload = new Upload(emulator, /<UploadId>(.*)<\/UploadId>/.exec(begun.text)?.[1] ?? '')
    await upload.complete(await upload.putAll('a'))
    expect((await signedFetch(emulator, { method: 'HEAD', key: 'big' })).headers).toMatchObject(headers)
  })

  test('is gone after it was completed', async () => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    const parts = await upload.putAll('a')
    await upload.complete(parts)
    const again = await upload.complete(parts)
    expect([again.status, codeOf(again)]).toEqual([404, 'NoSuchUpload'])
  })

  test('is gone after it was aborted', async () => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    const parts = await upload.putAll('a')
    expect((await upload.send('DELETE')).status).toBe(204)
    expect(codeOf(await upload.send('DELETE'))).toBe('NoSuchUpload')
    expect(codeOf(await upload.put(1, 'a'))).toBe('NoSuchUpload')
    expect(codeOf(await upload.send('GET'))).toBe('NoSuchUpload')
    expect(codeOf(await upload.complete(parts))).toBe('NoSuchUpload')
  })

  test('belongs to its key', async () => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    expect(codeOf(await upload.send('GET', { key: 'other' }))).toBe('NoSuchUpload')
  })

  const noEtag = '"00000000000000000000000000000000"'

  test.each<[string, (etags: readonly string[]) => [number, string][], string]>([
    [
      'its parts in another order',
      ([a = '', b = '']) => [
        [2, b],
        [1, a],
      ],
      'InvalidPartOrder',
    ],
    [
      'a part twice',
      ([a = '']) => [
        [1, a],
        [1, a],
      ],
      'InvalidPartOrder',
    ],
    ['another ETag', () => [[1, noEtag]], 'InvalidPart'],
    ['a part that was not uploaded', () => [[7, noEtag]], 'InvalidPart'],
    ['no parts', () => [], 'MalformedXML'],
  ])('is not completed with %s', async (_, choose, code) => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    const parts = await upload.putAll('abcd', 'efgh', 'ijkl')
    expect(codeOf(await upload.complete(choose(parts.map(([, etag]) => etag))))).toBe(code)
    expect((await upload.complete(parts)).status).toBe(200)
  })

  test('has a least size for all parts but the last', async () => {
    await using emulator = await startCos()
    const upload = await Upload.start(emulator)
    const parts = await upload.putAll('abcd', 'efgh')
    const answer = await upload.complete(parts)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'EntityTooSmall'])
    expect((await upload.complete(parts.slice(1))).status).toBe(200)
  })

  test.each(['0', '10001', 'x', '-1'])('has no part %s', async (partNumber) => {
    await using emulator = await startCos()
    const upload = await Upload.start(emulator)
    expect(codeOf(await upload.put(partNumber, 'a'))).toBe('InvalidArgument')
  })

  test('has a greatest size for parts', async () => {
    await using emulator = await startCos({ limits: { maxPartSizeBytes: 4 } })
    const upload = await Upload.start(emulator)
    expect(codeOf(await upload.put(1, 'abcde'))).toBe('EntityTooLarge')
  })

  test('overwrites, unless that is forbidden', async () => {
    await using emulator = await startCos({ limits })
    await emulator.bucket('cos', Bucket).put('big', 'before')
    const upload = await Upload.start(emulator)
    const parts = await upload.putAll('a')
    expect(codeOf(await upload.complete(parts, { 'x-cos-forbid-overwrite': 'true' }))).toBe('FileAlreadyExists')
    expect((await upload.complete(parts)).status).toBe(200)
  })

  test('lists its parts in pages', async () => {
    await using emulator = await startCos({ limits })
    const upload = await Upload.start(emulator)
    for (const number of [3, 1, 10, 2]) await upload.put(number, 'abcd')
    const first = await upload.send('GET', { query: { 'max-parts': '2' } })
    expect(first.text).toContain(
      '<NextPartNumberMarker>2</NextPartNumberMarker><MaxParts>2</MaxParts><IsTruncated>true',
    )
    const second = await upload.send('GET', { query: { 'max-parts': '2', 'part-number-marker': '2' } })
    expect([...second.text.matchAll(/<PartNumber>(\d+)/g)].map(([, number]) => number)).toEqual(['3', '10'])
    expect(second.text).toContain('<IsTruncated>false</IsTruncated>')
  })

  test('is listed with the others', async () => {
    await using emulator = await startCos({ limits })
    const cos = createSdk(emulator)
    for (const Key of ['b', 'a/1', 'a/2', 'b']) await cos.multipartInit({ Bucket, Region, Key })
    const grouped = await cos.multipartList({ Bucket, Region, Prefix: '', Delimiter: '/' })
    expect(grouped.Upload.map(({ Key }) => Key)).toEqual(['b', 'b'])
    const first = await cos.multipartList({ Bucket, Region, Prefix: '', Delimiter: '', MaxUploads: 3 })
    expect(first).toMatchObject({ IsTruncated: 'true', NextKeyMarker: 'b' })
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first
    const second = await cos.multipartList({ Bucket, Region, Prefix: '', Delimiter: '', KeyMarker, UploadIdMarker })
    const listed = [...first.Upload, ...second.Upload].map(({ Key }) => Key)
    expect(listed).toEqual(['a/1', 'a/2', 'b', 'b'])
  })
})
