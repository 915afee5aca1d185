import { isDriverError, type StorageDriver, type StoragePath } from '@moorage/driver-core'
import { expect } from 'vitest'
import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { drain, expectBytes, expectError, pathsOf, readAll, sourceOf, text } from './expectations.ts'

const mebibyte = 1024 * 1024

export const atomicReplaceCases: readonly DriverCase[] = [
  {
    title: 'readers of a file that is replaced meanwhile see one content or the other, never a mixture',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const contents = [Buffer.alloc(200_000, 'a'), Buffer.alloc(150_000, 'b')]
      const isWhole = (bytes: Uint8Array): boolean => contents.some((content) => Buffer.compare(content, bytes) === 0)
      await driver.putContent(path, contents[0] ?? Buffer.alloc(0))
      const progress = { replacing: true }
      const replace = async (): Promise<void> => {
        for (let round = 0; round < 40; round += 1) {
          await driver.putContent(path, contents[round % 2] ?? Buffer.alloc(0), { durable: false })
        }
        progress.replacing = false
      }
      const read = async (): Promise<void> => {
        do {
          expect(isWhole(await driver.getContent(path))).toBe(true)
          expect(isWhole(await readStream(driver, path))).toBe(true)
        } while (progress.replacing)
      }
      await Promise.all([replace(), read(), read(), read()])
    },
  },
  {
    title: 'a reader that is open while the file is replaced reads the old bytes to their end',
    async run({ driver, folder }) {
      const old = seededBytes(16, 3 * mebibyte)
      await driver.putContent(`${folder}/file`, old)
      const reader = await driver.createReader(`${folder}/file`)
      await driver.putContent(`${folder}/file`, text('new'))
      expectBytes(await readAll(reader), old)
      expectBytes(await driver.getContent(`${folder}/file`), text('new'))
    },
  },
  ...[true, false].map((resumable): DriverCase => ({
    title: `nothing shows before the commit of a ${resumable ? 'resumable writer' : 'writer that is not resumable'}`,
    async run({ driver, folder }) {
      const path = `${folder}/directory/file`
      const writer = await driver.createWriter(path, { resumable })
      await writer.writeFrom(sourceOf(seededBytes(17, 6 * mebibyte)))
      await expectError(driver, driver.stat(path), 'PATH_NOT_FOUND')
      await expectError(driver, driver.getContent(path), 'PATH_NOT_FOUND')
      await expectError(driver, driver.createReader(path), 'PATH_NOT_FOUND')
      await expectError(driver, driver.move(path, `${folder}/elsewhere`), 'PATH_NOT_FOUND')
      await writer.commit()
      expectBytes(await driver.getContent(path), seededBytes(17, 6 * mebibyte))
    },
  })),
  {
    title: 'unfinished bytes have no name in a listing, whether their writers are open or closed',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/directory/visible`, text('x'))
      const open = await driver.createWriter(`${folder}/directory/open`)
      await open.writeFrom(sourceOf(seededBytes(18, 6 * mebibyte)))
      const own = await driver.createWriter(`${folder}/directory/own`, { resumable: false })
      await own.write(text('unfinished'))
      const closed = await driver.createWriter(`${folder}/directory/closed`)
      await closed.write(text('unfinished'))
      await closed.close()

      expect(await pathsOf(driver.list(`${folder}/directory`))).toEqual([`${folder}/directory/visible`])
      expect(await pathsOf(driver.walk(folder))).toEqual([`${folder}/directory`, `${folder}/directory/visible`])
      expect(await pathsOf(driver.list('/'))).toEqual([folder])
      await open.cancel()
      await own.cancel()
      await drain(driver.walk('/'))
      expect(await pathsOf(driver.walk(folder))).toEqual([`${folder}/directory`, `${folder}/directory/visible`])
    },
  },
  ...[true, false].map((resumable): DriverCase => ({
    title: `the old file stays until the commit of a ${resumable ? 'resumable writer' : 'writer that is not resumable'}`,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      await driver.putContent(path, text('old'))
      const writer = await driver.createWriter(path, { resumable })
      await writer.write(text('new and longer'))
      expectBytes(await driver.getContent(path), text('old'))
      expect(await driver.stat(path)).toMatchObject({ size: 3 })
      await writer.commit()
      expectBytes(await driver.getContent(path), text('new and longer'))
    },
  })),
  ...[true, false].map((resumable): DriverCase => ({
    title: `cancelling a ${resumable ? 'resumable writer' : 'writer that is not resumable'} leaves the old file`,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      await driver.putContent(path, text('old'))
      const writer = await driver.createWriter(path, { resumable })
      await writer.write(text('new'))
      await writer.cancel()
      expectBytes(await driver.getContent(path), text('old'))
    },
  })),
  {
    title: 'closing a writer that is not resumable drops its bytes',
    async run({ driver, folder }) {
      const dropped = await driver.createWriter(`${folder}/file`, { resumable: false })
      await dropped.write(text('dropped'))
      await dropped.close()
      await expectError(driver, driver.stat(`${folder}/file`), 'PATH_NOT_FOUND')
      const writer = await driver.createWriter(`${folder}/file`, { append: true })
      expect(writer.size).toBe(0)
      await writer.cancel()
    },
  },
  {
    title: 'writers of one path that are not resumable do not disturb one another; the last commit stays',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const contents = [19, 20, 21, 22].map((seed) => seededBytes(seed, 100_000 + seed))
      const writers = await Promise.all(contents.map(() => driver.createWriter(path, { resumable: false })))
      await Promise.all(
        writers.map((writer, index) => {
          const content = contents[index] ?? new Uint8Array(0)
          return writer.writeFrom(sourceOf(content.subarray(0, 50_000), content.subarray(50_000)))
        }),
      )
      const [first, second, third, fourth] = writers
      await first?.commit()
      expectBytes(await driver.getContent(path), contents[0] ?? new Uint8Array(0))
      await second?.cancel()
      await third?.commit()
      await fourth?.close()
      expectBytes(await driver.getContent(path), contents[2] ?? new Uint8Array(0))
    },
  },
  {
    title: 'a writer that is not resumable leaves the unfinished bytes of the path alone',
    impossible: (capabilities) => (capabilities.append === 'none' ? 'the store continues nothing' : undefined),
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const resumable = await driver.createWriter(path)
      await resumable.write(text('unfinished '))
      await resumable.close()
      const own = await driver.createWriter(path, { resumable: false })
      await own.write(text('own'))
      await own.commit()
      expectBytes(await driver.getContent(path), text('own'))
      const continued = await driver.createWriter(path, { append: true })
      expect(continued.size).toBe(11)
      await continued.write(text('and finished'))
      await continued.commit()
      expectBytes(await driver.getContent(path), text('unfinished and finished'))
    },
  },
]

/** The bytes of a stream that was not cut short: the rest of what was replaced meanwhile may be lost for good, when a connection breaks. */
async function readStream(driver: StorageDriver, path: StoragePath): Promise<Uint8Array> {
  for (;;) {
    try {
      return await readAll(await driver.createReader(path))
    } catch (error) {
      if (!isDriverError(error, 'CONFLICT')) throw error
    }
  }
}
