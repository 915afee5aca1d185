import { beforeEach, describe, expect, test } from 'vitest'
import type { StorageDriver } from '../../storage-driver.ts'
import { MemoryBucket } from '../testing/memory-bucket.ts'
import type { MemoryObjectStoreClient } from '../testing/memory-object-store-client.ts'
import { chunkBytes, openTestDriver, testBytes } from '../testing/open-test-driver.ts'

const path = '/uploads/1/data'
const destination = '/blobs/data'

describe('what an upload costs in requests', () => {
  let bucket: MemoryBucket
  let driver: StorageDriver
  let client: MemoryObjectStoreClient
  beforeEach(() => {
    bucket = new MemoryBucket()
    ;({ driver, client } = openTestDriver(bucket))
  })

  /** The methods that were asked for since the last time. */
  const methods = (from: MemoryObjectStoreClient = client): string[] =>
    from.takeRequests().map((request) => request.split(' ')[0] ?? '')
  const count = (all: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const method of all) counts[method] = (counts[method] ?? 0) + 1
    return counts
  }

  test.each([0, 1, chunkBytes - 1, chunkBytes])('a private writer puts %i bytes with one request', async (length) => {
    const writer = await driver.createWriter(destination, { resumable: false })
    await writer.write(testBytes(length))
    await writer.commit()
    expect(methods()).toEqual(['put'])
    expect(Buffer.compare(await driver.getContent(destination), testBytes(length))).toBe(0)
  })

  test('a private writer of more than a chunk begins an upload, sends the parts and completes it', async () => {
    const writer = await driver.createWriter(destination, { resumable: false })
    await writer.write(testBytes(5 * chunkBytes + 1))
    await writer.commit()
    expect(count(methods())).toEqual({ createUpload: 1, uploadPart: 6, completeUpload: 1 })
  })

  test('a small upload of two requests, as Docker sends it, costs four: look, keep, put, delete', async () => {
    const first = await driver.createWriter(path, { append: true, knownSize: 0 })
    expect(methods()).toEqual(['get'])
    await first.write(testBytes(1000))
    const resumeToken = await first.close({ note: 'hash' })
    expect(methods()).toEqual(['put'])
    expect(resumeToken?.length).toBeLessThan(100)
    expect(await driver.writtenSize(path, { resumeToken })).toBe(1000)
    const second = await driver.createWriter(path, { append: true, resumeToken, knownSize: 1000 })
    expect(methods()).toEqual([])
    expect([second.size, second.note]).toEqual([1000, 'hash'])
    await second.commit({ destination })
    expect(client.takeRequests()).toEqual(['put blobs/data', 'delete uploads/1/data~upload'])
  })

  test('closed again without another byte, an upload is not written again', async () => {
    const first = await driver.createWriter(path, { append: true, knownSize: 0 })
    await first.write(testBytes(1000))
    const resumeToken = await first.close({ note: 'hash' })
    methods()
    const second = await driver.createWriter(path, { append: true, resumeToken })
    expect(await second.close({ note: second.note })).toBe(resumeToken)
    const third = await driver.createWriter(path, { append: true, resumeToken })
    expect(third.size).toBe(1000)
    expect(methods()).toEqual([])
  })

  test('on another replica the same upload costs one request more', async () => {
    const first = await driver.createWriter(path, { append: true, knownSize: 0 })
    await first.write(testBytes(1000))
    const resumeToken = await first.close()
    const other = openTestDriver(bucket)
    expect(await other.driver.writtenSize(path, { resumeToken })).toBe(1000)
    expect(methods(other.client)).toEqual(['get'])
    const second = await other.driver.createWriter(path, { append: true, resumeToken })
    await second.commit({ destination })
    expect(methods(other.client)).toEqual(['get', 'put', 'delete'])
  })

  test('a large upload notes itself once, and its parts need not be listed in the process that sent them', async () => {
    const first = await driver.createWriter(path, { append: true, knownSize: 0 })
    await first.write(testBytes(3 * chunkBytes + 10))
    const resumeToken = await first.close()
    expect(count(methods())).toEqual({ get: 1, createUpload: 1, put: 2, uploadPart: 3 })
    const second = await driver.createWriter(path, { append: true, resumeToken })
    expect(methods()).toEqual([])
    await second.commit({ destination })
    expect(count(methods())).toEqual({ uploadPart: 1, completeUpload: 1, put: 1, copy: 1, delete: 1 })
    expect(Buffer.compare(await driver.getContent(destination), testBytes(3 * chunkBytes + 10))).toBe(0)
    expect(bucket.keys()).toEqual(['blobs/data'])
  })

  test('on another replica the parts are listed once, at the end', async () => {
    const first = await driver.createWriter(path, { append: true, knownSize: 0 })
    await first.write(testBytes(3 * chunkBytes + 10))
    const resumeToken = await first.close()
    const other = openTestDriver(bucket)
    const second = await other.driver.createWriter(path, { append: true, resumeToken })
    expect(methods(other.client)).toEqual(['get'])
    await second.commit({ destination })
    expect(count(methods(other.client))).toEqual({
      uploadPart: 1,
      listParts: 1,
      completeUpload: 1,
      put: 1,
      copy: 1,
      delete: 1,
    })
  })

  test('above the threshold the copy is made by parts', async () => {
    const first = await driver.createWriter(path, { append: true, knownSize: 0 })
    await first.write(testBytes(5 * chunkBytes))
    methods()
    await first.commit({ destination })
    expect(count(methods())).toEqual({
      uploadPart: 1,
      completeUpload: 2,
      put: 1,
      createUpload: 1,
      copyPart: 5,
      delete: 1,
    })
  })

  test('a writer without bytes costs one look, whatever becomes of it', async () => {
    for (const end of ['close', 'cancel'] as const) {
      const writer = await driver.createWriter(path, { append: true, knownSize: 0 })
      await writer[end]()
      expect(methods()).toEqual(['get'])
    }
    const fresh = await driver.createWriter(path)
    await fresh.close()
    expect(methods()).toEqual(['get'])
  })

  test('where nothing is known of an upload, what a Go registry may have left is looked for', async () => {
    const writer = await driver.createWriter(path, { append: true })
    expect(methods().toSorted()).toEqual(['get', 'head', 'listUploads'])
    await writer.close()
  })

  test('cancelling aborts until the store says that there is no such upload', async () => {
    const writer = await driver.createWriter(path, { append: true, knownSize: 0 })
    await writer.write(testBytes(2 * chunkBytes))
    await writer.close()
    methods()
    const again = await driver.createWriter(path, { append: true })
    await again.cancel()
    expect(methods()).toEqual(['get', 'abortUpload', 'abortUpload', 'delete'])
    expect([bucket.keys(), bucket.uploads.size]).toEqual([[], 0])
  })
})
