import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  type S3ClientConfig,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { atAmazonsHosts, Bucket, createSdk, startS3 } from './testing/start-s3.ts'

const keys = [
  'plain',
  "a+b c/中'()*&=~!",
  'docker/registry/v2/repositories/a/_layers/x',
  ' both ends ',
  'a%20b',
  'a%2Fb',
  '#;@$,|<>`^{}[]\\',
  '\u{1F600}/\uFF5E',
]

const places: readonly (readonly [title: string, options: (emulator: Emulator) => S3ClientConfig])[] = [
  ['with the bucket in the path', () => ({ forcePathStyle: true })],
  ['with the bucket in the host', atAmazonsHosts],
]

const mebibyte = 1024 ** 2
const encode = (key: string): string => encodeURIComponent(key).replaceAll('%2F', '/')

async function read(sdk: S3Client, Key: string): Promise<string | undefined> {
  return (await sdk.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()
}

describe.each(places)("Amazon's own client %s", (_, optionsFor) => {
  test.each(keys)('puts, gets, copies, lists and deletes %j', async (Key) => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, optionsFor(emulator))
    await sdk.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', Metadata: { color: 'blue' } }))
    const copy = `${Key}.copy`
    await sdk.send(new CopyObjectCommand({ Bucket, Key: copy, CopySource: `${Bucket}/${encode(Key)}` }))
    for (const name of [Key, copy]) expect(await read(sdk, name)).toBe('hello')
    expect((await sdk.send(new HeadObjectCommand({ Bucket, Key }))).Metadata).toEqual({ color: 'blue' })
    const first = await sdk.send(new ListObjectsCommand({ Bucket, Prefix: Key }))
    expect(first.Contents?.map((object) => object.Key)).toEqual([Key, copy])
    const second = await sdk.send(new ListObjectsV2Command({ Bucket, Prefix: Key }))
    expect(second.Contents?.map((object) => object.Key)).toEqual([Key, copy])
    await sdk.send(new DeleteObjectCommand({ Bucket, Key }))
    const deleted = await sdk.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: copy }] } }))
    expect(deleted.Deleted?.map((object) => object.Key)).toEqual([copy])
    expect(emulator.bucket('s3', Bucket).objects()).toEqual([])
  })

  test.each(keys)('uploads %j in parts, of its own and of another object', async (Key) => {
    await using emulator = await startS3({ limits: { minPartSizeBytes: 3 } })
    const sdk = createSdk(emulator, optionsFor(emulator))
    await sdk.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }))
    const { UploadId } = await sdk.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    const place = { Bucket, Key, UploadId }
    const own = await sdk.send(new UploadPartCommand({ ...place, PartNumber: 1, Body: 'hello' }))
    const copied = await sdk.send(
      new UploadPartCopyCommand({
        ...place,
        PartNumber: 2,
        CopySource: `${Bucket}/source`,
        CopySourceRange: 'bytes=2-4',
      }),
    )
    const { Uploads } = await sdk.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
    expect(Uploads).toMatchObject([{ Key, UploadId }])
    const { Parts } = await sdk.send(new ListPartsCommand(place))
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5],
      [2, 3],
    ])
    const named = [own.ETag, copied.CopyPartResult?.ETag].map((ETag, index) => ({ ETag, PartNumber: index + 1 }))
    await sdk.send(new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts: named } }))
    expect(await read(sdk, Key)).toBe('hello234')
    const again = await sdk.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    await sdk.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: again.UploadId }))
    expect(emulator.bucket('s3', Bucket).uploads()).toEqual([])
  })
})

describe("Amazon's own client", () => {
  test.each<[string, Partial<PutObjectCommandInput>]>([
    ['CRC32', { ChecksumAlgorithm: 'CRC32' }],
    ['SHA1', { ChecksumAlgorithm: 'SHA1' }],
    ['SHA256', { ChecksumAlgorithm: 'SHA256' }],
    ['an MD5', { ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }],
  ])('sends bytes with %s, at once or as a stream of chunks with a trailer', async (_, input) => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    await sdk.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: 'hello', ...input }))
    const stream = { Body: Readable.from([Buffer.from('hel'), Buffer.from('lo')]), ContentLength: 5 }
    await sdk.send(new PutObjectCommand({ Bucket, Key: 'stream', ...stream, ...input }))
    expect([await read(sdk, 'whole'), await read(sdk, 'stream')]).toEqual(['hello', 'hello'])
  })

  test.each([
    ['ChecksumCRC32', 'NhCmhg==', 'AAAAAA=='],
    ['ChecksumCRC32C', 'mnG7TA==', 'AAAAAA=='],
    ['ChecksumCRC64NVME', 'M3eFcAZSQlc=', 'AAAAAAAAAAA='],
    ['ChecksumSHA1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00=', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
    ['ChecksumSHA256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ])('is refused bytes that do not fit their %s', async (name, right, wrong) => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    await sdk.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello', [name]: right }))
    const refused = sdk.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'hello', [name]: wrong }))
    await expect(refused).rejects.toMatchObject({ name: 'BadDigest' })
    expect(emulator.bucket('s3', Bucket).objects()).toHaveLength(1)
  })

  test('gets a range, and is told when there is none', async () => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    await sdk.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '0123456789' }))
    const part = await sdk.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=2-4' }))
    expect([part.ContentRange, await part.Body?.transformToString()]).toEqual(['bytes 2-4/10', '234'])
    const behind = sdk.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=10-' }))
    await expect(behind).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } })
  })

  test('leaves alone what is there, when so told', async () => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    const put = (Body: string) => sdk.send(new PutObjectCommand({ Bucket, Key: 'a', Body, IfNoneMatch: '*' }))
    await put('first')
    await expect(put('second')).rejects.toMatchObject({ name: 'PreconditionFailed' })
    expect(await read(sdk, 'a')).toBe('first')
  })

  test('copies only what is still the same, when so told', async () => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    const { ETag } = await sdk.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }))
    const copy = (CopySourceIfMatch: string | undefined) =>
      sdk.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a`, CopySourceIfMatch }))
    await copy(ETag)
    await expect(copy('"another"')).rejects.toMatchObject({ name: 'PreconditionFailed' })
  })

  test('is refused parts of less than 5 MiB, but for the last', async () => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    const complete = async (firstSize: number): Promise<unknown> => {
      const { UploadId } = await sdk.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }))
      const place = { Bucket, Key: 'a', UploadId }
      const bodies = [Buffer.alloc(firstSize), Buffer.alloc(1)]
      const Parts = await Promise.all(
        bodies.map(async (Body, index) => {
          const PartNumber = index + 1
          const { ETag } = await sdk.send(new UploadPartCommand({ ...place, PartNumber, Body }))
          return { ETag, PartNumber }
        }),
      )
      return sdk.send(new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts } }))
    }
    await complete(5 * mebibyte)
    await expect(complete(5 * mebibyte - 1)).rejects.toMatchObject({ name: 'EntityTooSmall' })
  })

  test('goes from page to page', async () => {
    await using emulator = await startS3()
    const sdk = createSdk(emulator, { forcePathStyle: true })
    for (const key of ['a', 'b/1', 'b/2', 'c']) await emulator.bucket('s3', Bucket).put(key, 'x')
    const seen: (string | undefined)[] = []
    let ContinuationToken: string | undefined
    do {
      const options = { Bucket, MaxKeys: 1, Delimiter: '/', ...(ContinuationToken && { ContinuationToken }) }
      const page = await sdk.send(new ListObjectsV2Command(options))
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map((one) => one.Prefix))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    expect(seen).toEqual(['a', 'b/', 'c'])
  })

  test('is told what is wrong with its credentials, its bucket and its region', async () => {
    const [temporary, other] = [
      { id: 'T', secret: 'S', token: 'token' },
      { id: 'A', secret: 'S' },
    ]
    await using emulator = await startS3({ accounts: [temporary, other] })
    const head = (accessKeyId: string, secretAccessKey: string, options: S3ClientConfig = {}, name = Bucket) => {
      const sdk = createSdk(emulator, {
        forcePathStyle: true,
        credentials: { accessKeyId, secretAccessKey },
        ...options,
      })
      return sdk.send(new ListObjectsCommand({ Bucket: name }))
    }
    await head('A', 'S')
    await expect(head('A', 'wrong')).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    await expect(head('B', 'S')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' })
    await expect(head('T', 'S')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' })
    const credentials = { accessKeyId: 'T', secretAccessKey: 'S', sessionToken: 'token' }
    await head('', '', { credentials })
    await expect(head('', '', { credentials: { ...credentials, sessionToken: 'x' } })).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidToken' }),
    )
    await expect(head('A', 'S', {}, 'others')).rejects.toMatchObject({ name: 'NoSuchBucket' })
    await expect(head('A', 'S', { region: 'us-west-2' })).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      message: expect.stringContaining("expecting 'eu-central-1'"),
    })
    const found = await createSdk(emulator, { credentials, forcePathStyle: true }).send(
      new HeadBucketCommand({ Bucket }),
    )
    expect(found.BucketRegion).toBe('eu-central-1')
  })
})
