import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createTemporaryFolder } from '../../testing/temporary-folder.ts'
import { rawFetch } from '../testing/raw-fetch.ts'
import { Bucket, createSdk, Region, startCos } from './testing/start-cos.ts'

const keys = [
  'plain',
  'a+b c/中\'()*&=~!"',
  'docker/registry/v2/repositories/a/_layers/x',
  ' both ends ',
  'a%20b',
  'a%2Fb',
  'd/./e/../f',
  'a//b',
  '?#;@$,|<>`^{}[]\\',
  '\u{1F600}/\uFF5E',
]

const place = { Bucket, Region, Key: 'a' }
const source = `${Bucket}.cos.${Region}.myqcloud.com`

describe.each(keys)("Tencent's own client with the key %s", (Key) => {
  test('puts, gets, copies, lists and deletes it', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator)
    const put = await cos.putObject({ Bucket, Region, Key, Body: Buffer.from('hello') })
    expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
    const CopySource = `${source}/${encodeURIComponent(Key).replaceAll('%2F', '/')}`
    await cos.putObjectCopy({ Bucket, Region, Key: `${Key}.copy`, CopySource })
    for (const name of [Key, `${Key}.copy`]) {
      expect(String((await cos.getObject({ Bucket, Region, Key: name })).Body)).toBe('hello')
    }
    const listed = await cos.getBucket({ Bucket, Region, Prefix: Key })
    expect(listed.Contents.map((object) => object.Key)).toEqual([Key, `${Key}.copy`])
    await cos.deleteObject({ Bucket, Region, Key })
    await cos.deleteMultipleObject({ Bucket, Region, Objects: [{ Key: `${Key}.copy` }] })
    expect(emulator.bucket('cos', Bucket).objects()).toEqual([])
  })

  test('uploads it in parts', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator)
    const { UploadId } = await cos.multipartInit({ Bucket, Region, Key })
    const { ETag } = await cos.multipartUpload({
      Bucket,
      Region,
      Key,
      UploadId,
      PartNumber: 1,
      Body: Buffer.from('hello'),
    })
    const listed = await cos.multipartList({ Bucket, Region, Prefix: Key, Delimiter: '' })
    expect((listed as unknown as { Upload: unknown }).Upload).toMatchObject([{ Key, UploadId }])
    await cos.multipartComplete({ Bucket, Region, Key, UploadId, Parts: [{ PartNumber: 1, ETag }] })
    expect(String(await emulator.bucket('cos', Bucket).read(Key))).toBe('hello')
  })

  test('signs URLs of it', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put(Key, 'hello')
    const cos = createSdk(emulator)
    const Query = { 'response-content-type': 'text/css', 'x-odd name': 'a+b c&=' }
    const withoutCallback = cos.getObjectUrl({ Bucket, Region, Key, Sign: true, Query }, () => undefined)
    const withCallback = await new Promise<string>((resolve, reject) =>
      cos.getObjectUrl({ Bucket, Region, Key, Sign: true, Query }, (error, data) =>
        error ? reject(new Error(error.message)) : resolve(data.Url),
      ),
    )
    for (const text of [withoutCallback, withCallback]) {
      // Not by URL, which would resolve dots.
      const [, host = '', path = ''] = /^http:\/\/([^/]+)(.*)$/.exec(text) ?? []
      const answer = await rawFetch(emulator, { method: 'GET', path, headers: { host } })
      expect(answer).toMatchObject({ status: 200, text: 'hello', headers: { 'content-type': 'text/css' } })
      const head = await rawFetch(emulator, { method: 'HEAD', path, headers: { host } })
      expect(head.status).toBe(403)
    }
  })
})

describe("Tencent's own client", () => {
  test('is refused with a wrong secret', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator, { SecretKey: 'wrong' })
    const error = { statusCode: 403, error: { Code: 'SignatureDoesNotMatch' } }
    await expect(cos.getObject(place)).rejects.toMatchObject(error)
    expect(emulator.requests.list()[0]).toMatchObject({ operation: 'GetObject', status: 403 })
  })

  test('is understood when it finds nothing', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator)
    await expect(cos.headObject(place)).rejects.toMatchObject({ statusCode: 404 })
    await expect(cos.getObject(place)).rejects.toMatchObject({ statusCode: 404, code: 'NoSuchKey' })
    const other = { Bucket: 'other-1250000000', Region, Key: 'a' }
    await expect(cos.getObject(other)).rejects.toMatchObject({ statusCode: 404, code: 'NoSuchBucket' })
    await expect(cos.headBucket({ Bucket, Region })).resolves.toMatchObject({ statusCode: 200 })
  })

  test('streams in both directions', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator)
    const content = Buffer.alloc(3_000_000, 'stream')
    await cos.putObject({
      ...place,
      Body: Readable.from([content.subarray(0, 7), content.subarray(7)]),
      ContentLength: content.length,
    })
    await cos.putObject({ ...place, Key: 'chunked', Body: Readable.from([content]) })
    expect((await buffer(cos.getObjectStream(place) as Readable)).equals(content)).toBe(true)
    expect((await emulator.bucket('cos', Bucket).read('chunked')).equals(content)).toBe(true)
  })

  test('sends headers, conditions and ranges', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator)
    const { ETag } = await cos.putObject({
      ...place,
      Body: '0123456789',
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-cache',
      'x-cos-meta-name': encodeURIComponent('größe'),
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'AES256',
    })
    const ranged = await cos.getObject({ ...place, Range: 'bytes=2-4', IfMatch: ETag })
    expect(ranged).toMatchObject({ statusCode: 206, headers: { 'content-range': 'bytes 2-4/10' } })
    expect(String(ranged.Body)).toBe('234')
    const head = await cos.headObject({ ...place, Headers: { 'If-None-Match': '"other"' } })
    expect(head).toMatchObject({ headers: { 'x-cos-meta-name': 'gr%C3%B6%C3%9Fe', 'cache-control': 'no-cache' } })
    await expect(cos.getObject({ ...place, IfMatch: '"other"' })).rejects.toMatchObject({ statusCode: 412 })
  })

  test('uploads a file in slices and copies it in slices', async () => {
    await using emulator = await startCos()
    await using folder = await createTemporaryFolder()
    const FilePath = join(folder.path, 'file')
    const content = Buffer.alloc(5 * 1024 * 1024 + 17, 'slice')
    await writeFile(FilePath, content)
    const cos = createSdk(emulator)
    await cos.sliceUploadFile({ ...place, FilePath, ChunkSize: 2 * 1024 * 1024, SliceSize: 1024 })
    expect((await emulator.bucket('cos', Bucket).read('a')).equals(content)).toBe(true)
    const sizes = { CopyChunkSize: 2 * 1024 * 1024, CopySliceSize: 1024 * 1024 }
    await cos.sliceCopyFile({ ...place, Key: 'copy', CopySource: `${source}/a`, ...sizes })
    expect((await emulator.bucket('cos', Bucket).read('copy')).equals(content)).toBe(true)
    const counts = (['UploadPart', 'UploadPartCopy', 'CompleteMultipartUpload'] as const).map((operation) =>
      emulator.requests.count(operation),
    )
    expect(counts).toEqual([3, 3, 2])
    expect(emulator.bucket('cos', Bucket).uploads()).toEqual([])
  })

  test('lists in pages and by folders', async () => {
    await using emulator = await startCos()
    for (const key of ['a/1', 'a/2', 'b', 'c/1']) await emulator.bucket('cos', Bucket).put(key, '')
    const cos = createSdk(emulator)
    const folders = await cos.getBucket({ Bucket, Region, Delimiter: '/', MaxKeys: 2 })
    expect(folders).toMatchObject({ IsTruncated: 'true', NextMarker: 'b', CommonPrefixes: [{ Prefix: 'a/' }] })
    const rest = await cos.getBucket({ Bucket, Region, Delimiter: '/', Marker: folders.NextMarker ?? '' })
    expect(rest).toMatchObject({ IsTruncated: 'false', Contents: [], CommonPrefixes: [{ Prefix: 'c/' }] })
  })

  test('sees the error that a copy answers with status 200', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    emulator.faults.add({ operation: 'PutObjectCopy', fault: { kind: 'error-with-status-200', code: 'SlowDown' } })
    const cos = createSdk(emulator)
    await cos.putObjectCopy({ ...place, Key: 'copy', CopySource: `${source}/a` })
    expect(emulator.requests.list('PutObjectCopy').map(({ errorCode }) => errorCode)).toEqual(['SlowDown', undefined])
  })

  test('uses a temporary account, and a domain of the bucket', async () => {
    const account = { id: 'TEMP', secret: 'S', token: 'a+b/c=' }
    await using emulator = await startCos({ accounts: [account] })
    emulator.addDomain('cos', Bucket, 'images.example.com')
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    const keysOf = { SecretId: 'TEMP', SecretKey: 'S', SecurityToken: 'a+b/c=' }
    const cos = createSdk(emulator, { ...keysOf, Domain: 'images.example.com' })
    expect(String((await cos.getObject(place)).Body)).toBe('hello')
    expect(emulator.requests.list()[0]).toMatchObject({ host: 'images.example.com', account: 'TEMP' })
  })
})
