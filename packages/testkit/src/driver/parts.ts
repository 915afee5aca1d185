import type { DriverCapabilities, StorageDriver, StoragePath } from '@moorage/driver-core'
import { expect } from 'vitest'
import { seededBytes, seededStream } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, readAll, sourceOf, text } from './expectations.ts'

const nothingContinued = (capabilities: DriverCapabilities): string | undefined =>
  capabilities.append === 'none' ? 'the store continues nothing' : undefined

const begun = text('begun together, ')

/** Lengths at which stores that take files in parts begin another one, where the parts are as small as may be. */
const lengths: Readonly<Record<string, (part: number) => number>> = {
  'a part less a byte': (part) => part - 1,
  'a part': (part) => part,
  'a part and a byte': (part) => part + 1,
  'two parts': (part) => 2 * part,
  'two parts and a byte': (part) => 2 * part + 1,
}

export const partCases: readonly DriverCase[] = [
  ...Object.entries(lengths).flatMap(([name, lengthOf]) =>
    [true, false].map((resumable): DriverCase => ({
      title: `a ${resumable ? 'resumable writer' : 'writer that is not resumable'} writes ${name}`,
      async run({ driver, folder }) {
        const length = lengthOf(partSizeOf(driver))
        const writer = await driver.createWriter(`${folder}/file`, { resumable })
        expect(await writer.writeFrom(seededStream(34, length, 65_536))).toBe(length)
        await writer.commit()
        expect(await driver.stat(`${folder}/file`)).toMatchObject({ size: length })
        expectBytes(await readAll(await driver.createReader(`${folder}/file`)), seededBytes(34, length))
      },
    })),
  ),
  {
    title: 'an upload is continued where a part ends, and a byte before and behind it',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const part = partSizeOf(driver)
      const content = seededBytes(35, 3 * part + 2)
      const another = await reopen()
      let start = 0
      let resumeToken: string | undefined
      for (const [index, end] of [part - 1, part, part + 1, 2 * part, 2 * part, 3 * part + 1].entries()) {
        const turns = index % 2 === 0 ? driver : another
        const writer = await turns.createWriter(`${folder}/file`, { append: true, resumeToken, knownSize: start })
        expect(writer.size).toBe(start)
        await writer.write(content.subarray(start, end))
        resumeToken = await writer.close()
        expect(await another.writtenSize(`${folder}/file`, { resumeToken })).toBe(end)
        start = end
      }
      const last = await driver.createWriter(`${folder}/file`, { append: true, resumeToken })
      await last.write(content.subarray(start))
      await last.commit({ destination: `${folder}/committed` })
      expectBytes(await driver.getContent(`${folder}/committed`), content)
    },
  },
  {
    title: 'another driver continues after the first one vanished in the middle of several parts, with nothing closed',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const part = partSizeOf(driver)
      const content = seededBytes(36, 4 * part)
      const vanished = await driver.createWriter(`${folder}/file`, { append: true, knownSize: 0 })
      await vanished.writeFrom(sourceOf(content.subarray(0, 2 * part), content.subarray(2 * part, 3 * part + 5)))

      const another = await reopen()
      const writer = await another.createWriter(`${folder}/file`, { append: true })
      // Of what was not closed a store may have kept any part, but from the first byte on.
      expect(writer.size).toBeLessThanOrEqual(3 * part + 5)
      await writer.writeFrom(sourceOf(content.subarray(writer.size)))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), content)
      // In a test the process lives on; its handle must not.
      await vanished.cancel().catch(() => undefined)
    },
  },
  {
    title: 'of two drivers that write one upload at the same time, each commits its own bytes, or nothing',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const part = partSizeOf(driver)
      const another = await reopen()
      for (const length of [100, part + 1, 2 * part]) {
        const path = `${folder}/upload-${length}`
        const first = await driver.createWriter(path, { append: true })
        await first.write(begun)
        await first.close()
        const committed = await Promise.all([
          continueAlone(driver, path, seededBytes(37, length), `${folder}/one-${length}`),
          continueAlone(another, path, seededBytes(38, length), `${folder}/other-${length}`),
        ])
        for (const [index, isCommitted] of committed.entries()) {
          if (!isCommitted) continue
          const expected = Buffer.concat([begun, seededBytes(37 + index, length)])
          expectBytes(await driver.getContent(`${folder}/${['one', 'other'][index]}-${length}`), expected)
        }
      }
    },
  },
]

/** @returns whether the writer could commit; another one may have taken over its bytes */
async function continueAlone(
  driver: StorageDriver,
  path: StoragePath,
  bytes: Uint8Array,
  destination: StoragePath,
): Promise<boolean> {
  const writer = await driver.createWriter(path, { append: true }).catch(() => undefined)
  if (writer === undefined) return false
  try {
    // The other one may have committed, and this is a fresh start, or has written: then these are bytes of both.
    if (writer.size !== begun.length) return false
    await writer.writeFrom(sourceOf(bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)))
    await writer.commit({ destination })
    return true
  } catch {
    return false
  } finally {
    await writer.close().catch(() => undefined)
  }
}

function partSizeOf(driver: StorageDriver): number {
  return driver.capabilities.minPartSizeBytes ?? 5 * 1024 * 1024
}
