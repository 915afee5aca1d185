import { beforeEach, describe, expect, test } from 'vitest'
import { failure } from '../testing/memory-object-store-client.ts'
import { MemoryBucket } from '../testing/memory-bucket.ts'
import { chunkBytes, openTestDriver, type TestDriver, testBytes } from '../testing/open-test-driver.ts'

const path = '/uploads/1/data'
const key = 'uploads/1/data'

describe('an upload that a Go registry began', () => {
  let bucket: MemoryBucket
  let process: TestDriver
  beforeEach(() => {
    bucket = new MemoryBucket()
    process = openTestDriver(bucket)
  })

  /** Leaves parts of these lengths, of bytes that go on from part to part. @returns all bytes */
  const leave = async (...lengths: readonly number[]): Promise<Uint8Array> => {
    const content = testBytes(lengths.reduce((sum, length) => sum + length, 0))
    const id = await process.client.createUpload(key)
    let start = 0
    for (const [index, length] of lengths.entries()) {
      await process.client.uploadPart(key, id, index + 1, [content.subarray(start, start + length)])
      start += length
    }
    process.client.takeRequests()
    return content
  }

  test.each([
    ['no part', []],
    ['equal parts', [chunkBytes, chunkBytes]],
    ['parts of other lengths than ours', [chunkBytes + 5, 3 * chunkBytes, chunkBytes]],
    ['nothing but a short part', [100]],
    ['a short last part', [2 * chunkBytes, chunkBytes + 7, 100]],
  ])('is continued when it left %s', async (_name, lengths) => {
    const left = await leave(...lengths)
    expect(await process.driver.writtenSize(path)).toBe(left.length)
    const first = await process.driver.createWriter(path, { append: true })
    expect(first.size).toBe(left.length)
    const more = testBytes(2.5 * chunkBytes, 2)
    await first.write(more)
    await first.close()
    const other = openTestDriver(bucket)
    const second = await other.driver.createWriter(path, { append: true })
    expect([second.size, second.version]).toEqual([left.length + more.length, first.version])
    await second.write(Buffer.from('end'))
    await second.commit({ destination: '/blobs/data' })
    const expected = Buffer.concat([left, more, Buffer.from('end')])
    expect(Buffer.compare(await process.driver.getContent('/blobs/data'), expected)).toBe(0)
    expect([bucket.keys(), bucket.uploads.size]).toEqual([['blobs/data'], 0])
  })

  test('is committed as it is, in place too', async () => {
    const left = await leave(2 * chunkBytes, 100)
    const writer = await process.driver.createWriter(path, { append: true })
    await writer.commit()
    expect(Buffer.compare(await process.driver.getContent(path), left)).toBe(0)
    expect([bucket.keys(), bucket.uploads.size]).toEqual([[key], 0])
  })

  test('is cancelled', async () => {
    await leave(2 * chunkBytes)
    await (await process.driver.createWriter(path, { append: true })).cancel()
    expect([bucket.keys(), bucket.uploads.size]).toEqual([[], 0])
  })

  test('the newest is continued, of that very key', async () => {
    await leave(chunkBytes)
    await process.client.createUpload(`${key}-other`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const newest = await leave(2 * chunkBytes)
    expect(await process.driver.writtenSize(path)).toBe(newest.length)
  })

  test('is not looked for where it is known that there is none', async () => {
    await leave(chunkBytes)
    const writer = await process.driver.createWriter(path, { append: true, knownSize: 0 })
    expect(writer.size).toBe(0)
    expect(process.client.takeRequests()).toEqual([`get ${key}~upload`])
    await writer.cancel()
  })

  test('may not be found by credentials that may not list uploads, and that is no error', async () => {
    process.client.before = ({ method }) => {
      if (method === 'listUploads') throw failure('ACCESS_DENIED', 'AccessDenied')
    }
    const writer = await process.driver.createWriter(path, { append: true })
    expect(writer.size).toBe(0)
    await writer.cancel()
  })

  test('a committed file is continued only while it is empty, and the error says so', async () => {
    await process.driver.putContent(path, Buffer.from('x'))
    const opening = process.driver.createWriter(path, { append: true })
    await expect(opening).rejects.toMatchObject({ code: 'UNSUPPORTED', path })
    await expect(opening).rejects.toThrow('unless it is empty')
    expect(process.budget.lentBytes).toBe(0)
  })
})
