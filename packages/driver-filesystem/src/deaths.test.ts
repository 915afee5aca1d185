import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FileCalls, immediate } from './file-calls.ts'
import filesystem from './index.ts'

/** How many calls of the operating system the process still makes before it dies. */
let callsLeft = Infinity

/** Calls of a process that dies: none that it makes later has an effect. */
function mortal(calls: FileCalls): FileCalls {
  const entries = Object.entries(calls).map(([name, call]) => [
    name,
    (...args: never[]): unknown => {
      callsLeft -= 1
      // What a dead process has open the system closes.
      if (callsLeft < 0 && name !== 'close') throw new Error('the process is dead')
      return (call as (...these: never[]) => unknown)(...args)
    },
  ])
  return Object.fromEntries(entries) as FileCalls
}

vi.mock('./disk.ts', () => ({ findDisk: async () => ({ calls: mortal(immediate), names: 'none' }) }))

const upload = '/uploads/1'
const path = `${upload}/data`
const blob = '/blobs/data'
const content = Buffer.from('the bytes of an upload')
/** Length after each request. */
const ends = [9, content.length]

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
})
afterAll(() => rm(root, { recursive: true }))

/** @returns whether the process got through its work alive */
async function live(
  rootdirectory: string,
  calls: number,
  work: (driver: StorageDriver) => Promise<void>,
): Promise<boolean> {
  await using driver = await filesystem.create(parseOptions(filesystem, { rootdirectory }), {})
  callsLeft = calls
  try {
    await work(driver)
    return callsLeft >= 0
  } catch (error) {
    if (callsLeft >= 0) throw error
    return false
  } finally {
    callsLeft = Infinity
  }
}

interface Progress {
  /** Bytes that were acknowledged. */
  closed: number
}

/** Brings what is missing, one writer after the other, as the requests of a client do. */
async function push(driver: StorageDriver, progress: Progress): Promise<void> {
  for (const end of ends.filter((each) => each > progress.closed)) {
    await using writer = await driver.createWriter(path, { append: true })
    await writer.write(content.subarray(writer.size, end))
    await writer.commit()
    progress.closed = end
  }
  await using last = await driver.createWriter(path, { append: true })
  await last.commit({ destination: blob })
  await driver.delete(upload)
}

const isThere = (driver: StorageDriver): Promise<boolean> =>
  driver.stat(blob).then(
    () => true,
    () => false,
  )

/** Dies in the midst of a request. */
async function writeAndDie(driver: StorageDriver): Promise<void> {
  await using writer = await driver.createWriter(path)
  await writer.write(content.subarray(0, 4))
  callsLeft = 0
}

test.each([
  ['of a new upload', async () => {}],
  ['of an upload whose process died while it wrote', writeAndDie],
])(
  'whichever calls %s two processes die at, one after the other, no acknowledged byte is lost',
  async (_, begin) => {
    for (let first = 0, isFirstAlive = false; !isFirstAlive; first += 1) {
      for (let second = 0, isSecondAlive = false; !isSecondAlive; second += 1) {
        const folder = join(root, `${first}-${second}`)
        const progress: Progress = { closed: 0 }
        await live(folder, Infinity, begin)
        isFirstAlive = await live(folder, first, (driver) => push(driver, progress))
        isSecondAlive = await live(folder, second, async (driver) => {
          if (!(await isThere(driver))) await push(driver, progress)
        })
        await live(folder, Infinity, async (driver) => {
          const size = await driver.writtenSize(path)
          const isBlob = await isThere(driver)
          const isKept = size >= progress.closed || (isBlob && size === 0)
          expect({ first, second, size, ...progress, isKept }).toMatchObject({ isKept: true })
          if (!isBlob) await push(driver, progress)
          const bytes = String(await driver.getContent(blob))
          expect({ first, second, bytes }).toMatchObject({ bytes: String(content) })
        })
        await rm(folder, { recursive: true })
      }
    }
  },
  120_000,
)
