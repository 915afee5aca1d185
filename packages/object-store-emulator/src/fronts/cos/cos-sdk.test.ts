import { describe, expect, test } from 'vitest'
import { Bucket, createSdk, Region, startCos } from './testing/start-cos.ts'

const keys = [
  'plain',
  'a+b c/中\'()*&=~!"',
  'docker/registry/v2/repositories/a/_layers/x',
  ' both ends ',
  'a%20b',
  'd/./e',
]

describe("Tencent's own client", () => {
  test.each(keys)('puts, gets, lists and deletes the key %s', async (Key) => {
    await using emulator = await startCos()
    const cos = createSdk(emulator)
    const put = await cos.putObject({ Bucket, Region, Key, Body: Buffer.from('hello') })
    expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
    const got = await cos.getObject({ Bucket, Region, Key })
    expect(String(got.Body)).toBe('hello')
    const listed = await cos.getBucket({ Bucket, Region, Prefix: Key })
    expect(listed.Contents.map((object) => object.Key)).toEqual([Key])
    await cos.deleteObject({ Bucket, Region, Key })
    await expect(cos.headObject({ Bucket, Region, Key })).rejects.toMatchObject({ statusCode: 404 })
  })

  test('is refused with a wrong secret', async () => {
    await using emulator = await startCos()
    const cos = createSdk(emulator, { SecretKey: 'wrong' })
    const error = { statusCode: 403, error: { Code: 'SignatureDoesNotMatch' } }
    await expect(cos.getObject({ Bucket, Region, Key: 'a' })).rejects.toMatchObject(error)
    expect(emulator.requests.list()[0]).toMatchObject({ operation: 'GetObject', status: 403 })
  })

  test('uploads in parts, with some copied', async () => {
    await using emulator = await startCos({ limits: { minPartSizeBytes: 4 } })
    const cos = createSdk(emulator)
    const place = { Bucket, Region, Key: 'big' }
    await cos.putObject({ Bucket, Region, Key: 'source', Body: Buffer.from('0123456789') })
    const { UploadId } = await cos.multipartInit(place)
    const first = await cos.multipartUpload({ ...place, UploadId, PartNumber: 1, Body: Buffer.from('abcd') })
    const second = await cos.uploadPartCopy({
      ...place,
      UploadId,
      PartNumber: 2,
      CopySource: `${Bucket}.cos.${Region}.myqcloud.com/source`,
      CopySourceRange: 'bytes=2-5',
    })
    const listed = await cos.multipartListPart({ ...place, UploadId })
    expect(listed.Part.map(({ Size }) => Size)).toEqual(['4', '4'])
    await cos.multipartComplete({
      ...place,
      UploadId,
      Parts: [
        { PartNumber: 1, ETag: first.ETag },
        { PartNumber: 2, ETag: second.ETag },
      ],
    })
    expect(String((await cos.getObject(place)).Body)).toBe('abcd2345')
  })
})
