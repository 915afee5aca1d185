import { describe, expect, test } from 'vitest'
import { isDriverError } from '../../driver-error.ts'
import type { FileWriter } from '../../file-writer.ts'
import type { StorageDriver } from '../../storage-driver.ts'
import { MemoryBucket } from '../testing/memory-bucket.ts'
import { failure } from '../testing/memory-object-store-client.ts'
import { chunkBytes, openTestDriver, testBytes } from '../testing/open-test-driver.ts'

const path = '/uploads/1/data'

describe('several processes at one upload', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('what a writer commits is what its version names, seed %i', async (seed) => {
    for (let round = 0; round < 12; round += 1) expect(await race(seed * 1000 + round)).toEqual([])
  })

  test('a part that another process put in place of one is noticed at the commit', async () => {
    const bucket = new MemoryBucket()
    const [one, other] = [openTestDriver(bucket), openTestDriver(bucket)]
    const first = await one.driver.createWriter(path, { append: true })
    await first.write(testBytes(2 * chunkBytes))
    await first.close()
    const slow = await one.driver.createWriter(path, { append: true })
    const quick = await other.driver.createWriter(path, { append: true })
    await quick.write(testBytes(2 * chunkBytes, 7))
    await slow.write(testBytes(2 * chunkBytes, 8))
    await slow.close()
    await quick.close()
    const last = await one.driver.createWriter(path, { append: true })
    await expect(last.commit({ destination: '/blobs/data' })).rejects.toMatchObject({ code: 'CONFLICT', path })
    await last.cancel()
    expect([bucket.keys(), bucket.uploads.size]).toEqual([[], 0])
  })

  test('parts that arrive late from a writer that was taken over do not follow on closed bytes', async () => {
    const bucket = new MemoryBucket()
    const [one, other] = [openTestDriver(bucket), openTestDriver(bucket)]
    const first = await one.driver.createWriter(path, { append: true })
    await first.write(testBytes(2 * chunkBytes + 5))
    await first.close()
    const late = await one.driver.createWriter(path, { append: true })
    const closing = await other.driver.createWriter(path, { append: true })
    await closing.write(testBytes(10, 9))
    await closing.close()
    await late.write(testBytes(4 * chunkBytes, 6))
    const size = 2 * chunkBytes + 15
    expect(await other.driver.writtenSize(path)).toBe(size)
    const last = await other.driver.createWriter(path, { append: true })
    expect(last.size).toBe(size)
    await last.commit({ destination: '/blobs/data' })
    await late.cancel()
    const expected = Buffer.concat([testBytes(2 * chunkBytes + 5), testBytes(10, 9)])
    expect(Buffer.compare(await one.driver.getContent('/blobs/data'), expected)).toBe(0)
  })

  test('of two that complete one upload with other bytes of the same length, the later one does not take the object for its own', async () => {
    const bucket = new MemoryBucket()
    const [one, other] = [openTestDriver(bucket), openTestDriver(bucket)]
    const first = await one.driver.createWriter(path, { append: true })
    await first.write(testBytes(2 * chunkBytes + 5))
    await first.close()
    const quick = await one.driver.createWriter(path, { append: true })
    const slow = await other.driver.createWriter(path, { append: true })
    await quick.write(Buffer.from('these'))
    await slow.write(Buffer.from('those'))
    // What it is copied from stays, as it does for as long as the copy takes.
    one.client.before = ({ method }) => {
      if (method === 'delete') throw failure('UNAVAILABLE', 'ServiceUnavailable')
    }
    await quick.commit({ destination: '/blobs/these' })
    await expect(slow.commit({ destination: '/blobs/those' })).rejects.toMatchObject({ code: 'CONFLICT', path })
    await expect(one.driver.stat('/blobs/those')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
  })

  test('what was remembered is not believed when another process wrote since', async () => {
    const bucket = new MemoryBucket()
    const [one, other] = [openTestDriver(bucket), openTestDriver(bucket)]
    const first = await one.driver.createWriter(path, { append: true })
    await first.write(Buffer.from('one '))
    const old = await first.close()
    const second = await other.driver.createWriter(path, { append: true, resumeToken: old })
    await second.write(Buffer.from('two '))
    const resumeToken = await second.close()
    const third = await one.driver.createWriter(path, { append: true, resumeToken })
    expect(third.size).toBe(8)
    await third.write(Buffer.from('three'))
    await third.commit({ destination: '/blobs/data' })
    expect(Buffer.from(await one.driver.getContent('/blobs/data')).toString()).toBe('one two three')
  })
})

/**
 * Writers of three processes open, write, close, cancel and commit as a seed says; each commits to a place of its own.
 * @returns what was not as it should be
 */
async function race(seed: number): Promise<string[]> {
  const wrong: string[] = []
  const random = randomOf(seed)
  const bucket = new MemoryBucket()
  /** Bytes by the version that names them. */
  const named = new Map<string, Uint8Array>()
  const work = async (process: number, driver: StorageDriver): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) {
      const destination = `/blobs/${process}-${turn}`
      try {
        await takeTurn(driver, destination)
      } catch (error) {
        if (!isDriverError(error, 'CONFLICT')) throw error
      }
    }
  }
  const takeTurn = async (driver: StorageDriver, destination: string): Promise<void> => {
    const writer = await driver.createWriter(path, { append: true })
    try {
      await useWriter(driver, writer, destination)
    } finally {
      // What another process has ended cannot be kept.
      await writer.close().catch(() => undefined)
    }
  }
  const useWriter = async (driver: StorageDriver, writer: FileWriter, destination: string): Promise<void> => {
    const before = writer.size === 0 ? new Uint8Array(0) : named.get(writer.version)
    if (before !== undefined && before.length !== writer.size) wrong.push(`${seed}: the size of ${writer.version}`)
    const added = testBytes(Math.floor(random() * 2.5 * chunkBytes), Math.floor(random() * 1000))
    await writer.write(added)
    const bytes = before && Buffer.concat([before, added])
    const choice = random()
    if (choice < 0.15) {
      await writer.cancel()
    } else if (choice < 0.6) {
      await writer.close()
      if (bytes !== undefined) named.set(writer.version, bytes)
    } else {
      await writer.commit({ destination })
      if (bytes === undefined) return
      const stored = await driver.getContent(destination)
      if (Buffer.compare(stored, bytes) !== 0) wrong.push(`${seed}: the bytes at ${destination}`)
    }
  }
  const processes = [0, 1, 2].map((process) => {
    const { driver, client } = openTestDriver(bucket)
    client.before = async () => {
      for (let turns = Math.floor(random() * 6); turns > 0; turns -= 1) await new Promise(setImmediate)
    }
    return work(process, driver)
  })
  await Promise.all(processes)
  return wrong
}

function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
