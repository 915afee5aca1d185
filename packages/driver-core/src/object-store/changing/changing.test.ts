import { describe, expect, test } from 'vitest'
import { failure } from '../testing/memory-object-store-client.ts'
import { MemoryBucket } from '../testing/memory-bucket.ts'
import { chunkBytes, openTestDriver, testBytes } from '../testing/open-test-driver.ts'

describe('moving an object', () => {
  test('costs its size, a copy and a delete', async () => {
    const { driver, client } = openTestDriver()
    await driver.putContent('/a', testBytes(4 * chunkBytes))
    client.takeRequests()
    await driver.move('/a', '/b')
    expect(client.takeRequests()).toEqual(['head a', 'copy a b', 'delete a'])
  })

  test('above the threshold is a copy of parts, several at a time', async () => {
    const bucket = new MemoryBucket()
    const { driver, client } = openTestDriver(bucket, { copyConcurrency: 3 })
    const content = testBytes(7 * chunkBytes + 1)
    await driver.putContent('/a', content)
    let running = 0
    let most = 0
    client.before = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise(setImmediate)
      running -= 1
    }
    await driver.move('/a', '/b')
    expect(most).toBe(3)
    expect(Buffer.compare(await driver.getContent('/b'), content)).toBe(0)
    expect(bucket.keys()).toEqual(['b'])
  })

  test('one part that fails leaves nothing behind, and the source as it was', async () => {
    const bucket = new MemoryBucket()
    const { driver, client } = openTestDriver(bucket)
    await driver.putContent('/a', testBytes(7 * chunkBytes))
    client.before = ({ method, partNumber }) => {
      if (method === 'copyPart' && partNumber === 3) throw failure('RATE_LIMITED', 'SlowDown')
    }
    await expect(driver.move('/a', '/b')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      path: '/a',
      driver: 'test',
      requestId: 'request-1',
      message: 'test: /a: SlowDown',
    })
    expect([bucket.keys(), bucket.uploads.size]).toEqual([['a'], 0])
  })

  test('a source that is replaced meanwhile is not mixed', async () => {
    const bucket = new MemoryBucket()
    const { driver, client } = openTestDriver(bucket)
    await driver.putContent('/a', testBytes(7 * chunkBytes))
    client.before = ({ method, partNumber }) => {
      if (method === 'copyPart' && partNumber === 3) bucket.put('a', testBytes(7 * chunkBytes, 2))
    }
    await expect(driver.move('/a', '/b')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect([bucket.keys(), bucket.uploads.size]).toEqual([['a'], 0])
  })

  test('a source that cannot be deleted is moved all the same', async () => {
    const { driver, client } = openTestDriver()
    await driver.putContent('/a', Buffer.from('x'))
    client.before = ({ method }) => {
      if (method === 'delete') throw failure('UNAVAILABLE', 'ServiceUnavailable')
    }
    await driver.move('/a', '/b')
    expect(Buffer.from(await driver.getContent('/b')).toString()).toBe('x')
  })

  test('a store that renames is asked once', async () => {
    const bucket = new MemoryBucket()
    const { client } = openTestDriver(bucket)
    const rename = async (source: string, destination: string): Promise<boolean> => {
      client.requests.push(`rename ${source} ${destination}`)
      const object = bucket.get(source)
      if (object === undefined) return false
      bucket.put(destination, object.bytes)
      bucket.delete(source)
      return true
    }
    const { driver } = openTestDriver(bucket, { client: Object.assign(client, { rename }) })
    expect(driver.capabilities.move).toBe('rename')
    await driver.putContent('/a', Buffer.from('x'))
    client.takeRequests()
    await driver.move('/a', '/b')
    expect(client.takeRequests()).toEqual(['rename a b'])
    await expect(driver.move('/a', '/b')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND', path: '/a' })

    const writer = await driver.createWriter('/upload', { append: true, knownSize: 0 })
    await writer.write(testBytes(2 * chunkBytes))
    await writer.commit({ destination: '/blob' })
    expect(client.takeRequests().some((request) => request.startsWith('copy'))).toBe(false)
    expect(bucket.keys()).toEqual(['b', 'blob'])
  })

  test('a store that turns out not to rename copies', async () => {
    const bucket = new MemoryBucket()
    const { client } = openTestDriver(bucket)
    const rename = async () => 'unsupported' as const
    const { driver } = openTestDriver(bucket, { client: Object.assign(client, { rename }) })
    await driver.putContent('/a', Buffer.from('x'))
    await driver.move('/a', '/b')
    const writer = await driver.createWriter('/upload', { append: true, knownSize: 0 })
    await writer.write(testBytes(2 * chunkBytes))
    await writer.commit({ destination: '/blob' })
    expect(bucket.keys()).toEqual(['b', 'blob'])
  })
})

describe('deleting from an object store', () => {
  test('what can only be a file is one request', async () => {
    const { driver, client } = openTestDriver()
    await driver.delete('/a/file', { as: 'file' })
    expect(client.takeRequests()).toEqual(['delete a/file'])
  })

  test('a directory is deleted by pages, and listed until nothing is left', async () => {
    const bucket = new MemoryBucket()
    for (let index = 0; index < 1500; index += 1) bucket.put(`a/${index}`, Buffer.from('x'))
    bucket.put('a-b', Buffer.from('x'))
    const { driver, client } = openTestDriver(bucket)
    await driver.delete('/a')
    expect(bucket.keys()).toEqual(['a-b'])
    const methods = client.takeRequests().map((request) => request.split(' ')[0] ?? '')
    expect(methods.toSorted()).toEqual(['delete', 'delete', 'get', 'head', 'list', 'list', 'list', 'listUploads'])
  })

  test('the uploads below a directory are aborted, open, closed and completed ones', async () => {
    const bucket = new MemoryBucket()
    const { driver } = openTestDriver(bucket)
    const open = await driver.createWriter('/uploads/open')
    await open.write(testBytes(3 * chunkBytes))
    const closed = await driver.createWriter('/uploads/closed')
    await closed.write(testBytes(3 * chunkBytes))
    await closed.close()
    const dead = openTestDriver(bucket)
    const completed = await dead.driver.createWriter('/uploads/completed')
    await completed.write(testBytes(3 * chunkBytes))
    dead.client.before = ({ method }) => {
      if (method === 'copy') throw failure('UNAVAILABLE', 'the process died')
    }
    await completed.commit({ destination: '/blob' }).catch(() => undefined)
    expect(bucket.keys().length).toBe(4)
    await driver.delete('/uploads')
    await open.cancel()
    expect([bucket.keys(), bucket.uploads.size]).toEqual([[], 0])
  })

  test('uploads that no state names are aborted too, and those beside the directory are not', async () => {
    const bucket = new MemoryBucket()
    const { driver, client } = openTestDriver(bucket)
    const kept = await client.createUpload('uploads-other')
    for (const key of ['uploads', 'uploads/1/data', 'uploads~upload-0123']) await client.createUpload(key)
    await driver.delete('/uploads')
    expect([...bucket.uploads.keys()]).toEqual([kept])
    await expect(driver.delete('/uploads')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
  })

  test('a state that nobody can read is deleted like any object', async () => {
    const bucket = new MemoryBucket()
    bucket.put('uploads/1~upload', Buffer.from('{"format":"moorage-upload/9"}\n'))
    const { driver } = openTestDriver(bucket)
    const broken = { code: 'UNEXPECTED', path: '/uploads/1' }
    await expect(driver.createWriter('/uploads/1', { append: true })).rejects.toMatchObject(broken)
    await expect(driver.writtenSize('/uploads/1')).rejects.toMatchObject(broken)
    await driver.delete('/uploads/1')
    expect(bucket.keys()).toEqual([])
  })

  test('a store that shows deleted objects for ever is not asked for ever', async () => {
    const { driver, client } = openTestDriver()
    await driver.putContent('/a/file', Buffer.from('x'))
    client.after = ({ method }) => {
      if (method === 'delete') client.bucket.put('a/file', Buffer.from('x'))
    }
    await driver.delete('/a')
    expect(client.takeRequests().length).toBeLessThan(30)
  })
})
