import { describe, expect, test } from 'vitest'
import { isDriverError } from '../../driver-error.ts'
import type { StorageDriver } from '../../storage-driver.ts'
import { failure, type MemoryRequest } from '../testing/memory-object-store-client.ts'
import { MemoryBucket } from '../testing/memory-bucket.ts'
import { readHeader } from './upload-state.ts'
import { chunkBytes, openTestDriver, type TestDriver, testBytes } from '../testing/open-test-driver.ts'

const path = '/uploads/1/data'
const destination = '/blobs/data'
const content = testBytes(5 * chunkBytes + 10)

/** Lengths after each of the requests that bring the content; the first series stays below a chunk at first. */
const series = {
  'a small upload': [1000],
  'an upload that grows beyond a chunk': [1000, 2.5 * chunkBytes, 4 * chunkBytes],
  'an upload of whole chunks': [3 * chunkBytes, 5 * chunkBytes],
  'a large upload in one request': [content.length],
} as const

type Moment = 'before' | 'after'

interface Progress {
  closed: number
  token: string | undefined
  isCommitted: boolean
}

/** Lets the request of that number fail, before it takes effect, or after, so that the answer is lost; and all that follow, if the process dies. */
function failAt({ client }: TestDriver, failing: number, moment: Moment, dies: boolean): { seen: MemoryRequest[] } {
  const seen: MemoryRequest[] = []
  client.before = (request) => {
    const number = seen.push(request)
    const isDead = dies && number > failing
    if (isDead || (moment === 'before' && number === failing))
      throw failure('UNAVAILABLE', 'the connection was refused')
  }
  client.after = (request) => {
    if (moment === 'after' && request === seen[failing - 1]) throw failure('UNAVAILABLE', 'the answer was lost')
  }
  return { seen }
}

/** Brings what is missing of the upload, one writer after the other, and commits. */
async function push(driver: StorageDriver, ends: readonly number[], progress: Progress): Promise<void> {
  for (const end of ends.filter((each) => each > progress.closed)) {
    const writer = await driver.createWriter(path, {
      append: true,
      resumeToken: progress.token,
      knownSize: progress.closed,
    })
    await using _ = writer
    await writer.writeFrom(pieces(content.subarray(writer.size, end)))
    progress.token = await writer.close({ note: `bytes ${end}` })
    progress.closed = end
  }
  const last = await driver.createWriter(path, { append: true, resumeToken: progress.token })
  await using _ = last
  await last.commit({ destination })
  progress.isCommitted = true
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; start += 30_000) yield bytes.subarray(start, start + 30_000)
}

/** How many requests an undisturbed push makes. */
async function requestsOf(ends: readonly number[]): Promise<number> {
  const { driver, client } = openTestDriver()
  await push(driver, ends, { closed: 0, token: undefined, isCommitted: false })
  return client.requests.length
}

/** Whether the process died after the parts were made one object, and before the state said so. */
function isCompletedUntold(bucket: MemoryBucket): boolean {
  const bytes = bucket.get('uploads/1/data~upload')?.bytes
  const { multipart, completed } = (bytes && readHeader(bytes)?.state) ?? {}
  return multipart !== undefined && completed === undefined && !bucket.uploads.has(multipart.id)
}

async function expectWhole(driver: StorageDriver, ends: readonly number[]): Promise<void> {
  const stored = await driver.getContent(destination)
  expect(Buffer.compare(stored, content.subarray(0, ends.at(-1)))).toBe(0)
}

describe.each(Object.entries(series))('%s', (_name, ends) => {
  describe.each(['before', 'after'] as const)('when the process dies %s a request took effect', (moment) => {
    test('another process continues with what was closed at least, whichever request it was', async () => {
      const total = await requestsOf(ends)
      for (let dies = 1; dies <= total; dies += 1) {
        const bucket = new MemoryBucket()
        const dead = openTestDriver(bucket)
        const { seen } = failAt(dead, dies, moment, true)
        const progress: Progress = { closed: 0, token: undefined, isCommitted: false }
        const outcome = await push(dead.driver, ends, progress).catch((error: unknown) => error)
        const method = seen[dies - 1]?.method
        const { driver } = openTestDriver(bucket)
        const isThere = await driver.stat(destination).then(
          () => true,
          () => false,
        )
        expect(isThere || !progress.isCommitted).toBe(true)
        if (!isThere) await continueElsewhere(driver, ends, progress, isCompletedUntold(bucket))
        await expectWhole(driver, ends)
        expect({ dies, method, lent: dead.budget.lentBytes, failed: outcome !== undefined }).toMatchObject({ lent: 0 })
        await driver.delete('/uploads').catch(() => undefined)
        expect(bucket.keys()).toEqual(['blobs/data'])
        // An upload of which no state tells yet, or a copy, can only be found by listing. What a lost answer began is not looked at here.
        const untold = ['createUpload', 'put', 'uploadPart', 'copyPart', 'completeUpload'].includes(method ?? '')
        expect(moment === 'after' || untold ? 0 : bucket.uploads.size).toBe(0)
      }
    })
  })

  test(
    'when two processes die, one after the other, a third one continues with what was closed at least',
    { timeout: 60_000 },
    async () => {
      const total = await requestsOf(ends)
      for (let first = 1; first <= total; first += 1) {
        for (let second = 1, isAlive = false; !isAlive; second += 1) {
          const bucket = new MemoryBucket()
          const progress: Progress = { closed: 0, token: undefined, isCommitted: false }
          await pushUntilDeath(bucket, ends, first, progress)
          // Over, or to be begun anew: see above.
          if (bucket.get('blobs/data') !== undefined || isCompletedUntold(bucket)) break
          progress.token = undefined
          isAlive = await pushUntilDeath(bucket, ends, second, progress)
          const { driver } = openTestDriver(bucket)
          if (bucket.get('blobs/data') === undefined)
            await continueElsewhere(driver, ends, progress, isCompletedUntold(bucket))
          await expectWhole(driver, ends)
          await driver.delete('/uploads').catch(() => undefined)
          expect({ first, second, keys: bucket.keys() }).toMatchObject({ keys: ['blobs/data'] })
        }
      }
    },
  )

  describe.each(['before', 'after'] as const)('when one request fails %s it took effect', (moment) => {
    test('the same process goes on, whichever request it was', async () => {
      const total = await requestsOf(ends)
      for (let fails = 1; fails <= total + 2; fails += 1) {
        const bucket = new MemoryBucket()
        const process = openTestDriver(bucket)
        failAt(process, fails, moment, false)
        const progress: Progress = { closed: 0, token: undefined, isCommitted: false }
        for (let tries = 0; !progress.isCommitted && tries < 3; tries += 1) {
          const isThere = await process.driver.stat(destination).then(
            () => true,
            () => false,
          )
          if (isThere) break
          await push(process.driver, ends, progress).catch((error: unknown) => {
            if (!isDriverError(error, 'UNAVAILABLE')) throw error
          })
        }
        await expectWhole(process.driver, ends)
        expect(process.budget.lentBytes).toBe(0)
      }
    })
  })
})

/** A process of its own pushes, and dies before the request of that number. @returns whether it got to the end before */
async function pushUntilDeath(
  bucket: MemoryBucket,
  ends: readonly number[],
  dies: number,
  progress: Progress,
): Promise<boolean> {
  const process = openTestDriver(bucket)
  failAt(process, dies, 'before', true)
  return push(process.driver, ends, progress).then(
    () => true,
    () => false,
  )
}

async function continueElsewhere(
  driver: StorageDriver,
  ends: readonly number[],
  { closed }: Progress,
  isUnknown: boolean,
): Promise<void> {
  expect(await driver.writtenSize(path)).toBeGreaterThanOrEqual(isUnknown ? 0 : closed)
  const writer = await driver.createWriter(path, { append: true })
  expect(writer.size).toBeGreaterThanOrEqual(isUnknown ? 0 : closed)
  expect(writer.size).toBe(await driver.writtenSize(path))
  expect([undefined, `bytes ${writer.size}`]).toContain(writer.note)
  await writer.writeFrom(pieces(content.subarray(writer.size, ends.at(-1))))
  try {
    await writer.commit({ destination })
  } catch (error) {
    // Nobody knows which bytes the upload was completed with: it has to be begun anew.
    if (!isUnknown || !isDriverError(error, 'CONFLICT')) throw error
    await writer.cancel()
    await push(driver, ends, { closed: 0, token: undefined, isCommitted: false })
  }
}
