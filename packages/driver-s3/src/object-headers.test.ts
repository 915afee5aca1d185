import type { StorageDriver } from '@moorage/driver-core'
import { seededBytes } from '@moorage/testkit'
import { describe, expect, test } from 'vitest'
import { openS3Driver } from './open-s3-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

/** A file by one request, one in parts, and copies of both. */
async function storeFiles(driver: StorageDriver): Promise<void> {
  await driver.putContent('/small', Buffer.from('x'))
  await driver.move('/small', '/moved')
  for (const path of ['/large', '/other']) {
    const writer = await driver.createWriter(path, { resumable: false })
    await writer.write(seededBytes(1, 11 * mebibyte))
    await writer.commit()
  }
  await driver.move('/large', '/moved-in-parts')
}

describe('an object that is stored, copied, or made of parts', () => {
  test.each([
    [{}, {}],
    [{ encrypt: true }, { 'x-amz-server-side-encryption': 'AES256' }],
    [
      { encrypt: true, keyid: 'a-key' },
      { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': 'a-key' },
    ],
  ])('with %j has the encryption %j', async (parameters, headers) => {
    await using emulator = await startBucket()
    const copying = { multipartcopythresholdsize: 5 * mebibyte, multipartcopychunksize: 5 * mebibyte }
    await using driver = await openS3Driver(optionsFor(emulator, { ...copying, ...parameters }), {})
    await storeFiles(driver)
    const objects = emulator.bucket('s3', bucketName).objects()
    expect(objects.map(({ key }) => key)).toEqual(['moved', 'moved-in-parts', 'other'])
    for (const { metadata } of objects) {
      expect(metadata.headers).toEqual({ 'content-type': 'application/octet-stream', ...headers })
    }
    expect(emulator.requests.count('UploadPartCopy')).toBe(3)
  })

  test.each([
    ['standard_ia', 'STANDARD_IA'],
    ['NONE', 'STANDARD'],
  ])('with the storageclass %s has the class %s', async (storageclass, expected) => {
    await using emulator = await startBucket()
    await using driver = await openS3Driver(optionsFor(emulator, { storageclass }), {})
    await storeFiles(driver)
    const classes = emulator
      .bucket('s3', bucketName)
      .objects()
      .map(({ metadata }) => metadata.storageClass)
    expect(new Set(classes)).toEqual(new Set([expected]))
  })

  test('has the list of who may use it that is configured, and none when that is the usual one', async () => {
    await using emulator = await startBucket()
    for (const [objectacl, sent] of [
      ['private', undefined],
      ['bucket-owner-full-control', 'bucket-owner-full-control'],
    ] as const) {
      emulator.requests.clear()
      await using driver = await openS3Driver(optionsFor(emulator, { objectacl }), {})
      await storeFiles(driver)
      const acls = emulator.requests
        .list()
        .filter(({ operation }) => ['PutObject', 'PutObjectCopy', 'InitiateMultipartUpload'].includes(operation))
        .map(({ headers }) => headers['x-amz-acl'])
      expect(new Set(acls)).toEqual(new Set([sent]))
    }
  })
})

test('no checksum is sent but the MD5 that all stores know', async () => {
  await using emulator = await startBucket()
  await using driver = await openS3Driver(optionsFor(emulator), {})
  await storeFiles(driver)
  await driver.delete('/other')
  const sent = emulator.requests.list()
  expect(sent.flatMap(({ headers }) => Object.keys(headers).filter((name) => /checksum|trailer/.test(name)))).toEqual(
    [],
  )
  const bodies = sent.filter(({ operation }) => ['PutObject', 'UploadPart', 'DeleteObjects'].includes(operation))
  expect(bodies.every(({ headers }) => headers['content-md5'] !== undefined)).toBe(true)
})
