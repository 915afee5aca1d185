import type { DriverCapabilities, StorageDriver, StoragePath } from '@moorage/driver-core'
import { expect } from 'vitest'
import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, sourceOf, text } from './expectations.ts'

const mebibyte = 1024 * 1024

/** Lengths of what writer after writer appends. Object stores want parts of 5 MiB, which these fall short of. */
const series: Readonly<Record<string, readonly number[]>> = {
  '5 appends of 1 byte': [1, 1, 1, 1, 1],
  '3 appends of 32 bytes': [32, 32, 32],
  '3 appends of 5 MiB less a byte': [5 * mebibyte - 1, 5 * mebibyte - 1, 5 * mebibyte - 1],
  '3 appends of 10 MiB': [10 * mebibyte, 10 * mebibyte, 10 * mebibyte],
  'appends of mixed lengths, empty ones too': [0, 1, 6 * mebibyte, 0, 32, 5 * mebibyte, 1, 0],
}

const nothingContinued = (capabilities: DriverCapabilities): string | undefined =>
  capabilities.append === 'none' ? 'the store continues nothing' : undefined
const committedNotContinued = (capabilities: DriverCapabilities): string | undefined =>
  capabilities.append === 'any-offset' ? undefined : 'the store does not append to committed files'

export const appendAndResumeCases: readonly DriverCase[] = [
  ...Object.entries(series).map(([name, lengths]): DriverCase => ({
    title: `${name}, by one writer after the other, join to one file`,
    impossible: nothingContinued,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const content = seededBytes(11, sum(lengths))
      let position = 0
      let resumeToken: string | undefined
      for (const [index, length] of lengths.entries()) {
        const writer = await driver.createWriter(path, { append: index > 0, resumeToken })
        expect(writer.size).toBe(position)
        await writer.writeFrom(sourceOf(content.subarray(position, position + length)))
        position += length
        expect(writer.size).toBe(position)
        resumeToken = await writer.close()
      }
      const last = await driver.createWriter(path, { append: true, resumeToken })
      expect(last.size).toBe(content.length)
      await last.commit()
      expectBytes(await driver.getContent(path), content)
    },
  })),
  {
    title: 'bytes are continued without a resume token, and with one that does not fit',
    impossible: nothingContinued,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      await leave(driver, path, text('one '))
      await leave(driver, path, text('two '), 'no token of this store')
      const writer = await driver.createWriter(path, { append: true, resumeToken: '' })
      expect(writer.size).toBe(8)
      await writer.write(text('three'))
      await writer.commit()
      expectBytes(await driver.getContent(path), text('one two three'))
    },
  },
  {
    title: 'appending where nothing was left is a fresh start',
    async run({ driver, folder }) {
      const writer = await driver.createWriter(`${folder}/file`, { append: true })
      expect(writer.size).toBe(0)
      await writer.write(text('fresh'))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), text('fresh'))
    },
  },
  {
    title: 'a writer without bytes can be closed, and continued later',
    impossible: nothingContinued,
    async run({ driver, folder }) {
      await leave(driver, `${folder}/file`, new Uint8Array(0))
      const writer = await driver.createWriter(`${folder}/file`, { append: true })
      expect(writer.size).toBe(0)
      await writer.write(text('later'))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), text('later'))
    },
  },
  {
    title: 'an empty file that was committed can be continued',
    impossible: nothingContinued,
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/put`, new Uint8Array(0))
      const empty = await driver.createWriter(`${folder}/written`)
      await empty.commit()
      for (const path of [`${folder}/put`, `${folder}/written`]) {
        const writer = await driver.createWriter(path, { append: true })
        expect(writer.size).toBe(0)
        await writer.write(text('no longer empty'))
        await writer.commit()
        expectBytes(await driver.getContent(path), text('no longer empty'))
      }
    },
  },
  {
    title: 'a writer that does not append starts anew, without what was left',
    async run({ driver, folder }) {
      await leave(driver, `${folder}/file`, seededBytes(12, 100_000))
      const writer = await driver.createWriter(`${folder}/file`)
      expect(writer.size).toBe(0)
      await writer.write(text('anew'))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), text('anew'))
    },
  },
  {
    title: 'a committed file is continued at its end, by writer after writer',
    impossible: committedNotContinued,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const content = seededBytes(13, 300_000)
      await driver.putContent(path, content.subarray(0, 7))
      const edges = [7, 8, 40, 100_000, 300_000]
      for (const [index, end] of edges.entries()) {
        const start = edges[index - 1] ?? 7
        const writer = await driver.createWriter(path, { append: true })
        expect(writer.size).toBe(start)
        await writer.writeFrom(sourceOf(content.subarray(start, end)))
        await writer.commit()
        expectBytes(await driver.getContent(path), content.subarray(0, end))
      }
    },
  },
  {
    title: 'cancelling the continuation of a committed file leaves the file as it was',
    impossible: committedNotContinued,
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('committed'))
      const writer = await driver.createWriter(`${folder}/file`, { append: true })
      await writer.write(text(' and more'))
      await writer.cancel()
      expectBytes(await driver.getContent(`${folder}/file`), text('committed'))
    },
  },
  {
    title: 'cancelling drops what earlier writers left, too',
    impossible: nothingContinued,
    async run({ driver, folder }) {
      await leave(driver, `${folder}/file`, text('earlier'))
      const cancelled = await driver.createWriter(`${folder}/file`, { append: true })
      await cancelled.write(text(' and later'))
      await cancelled.cancel()
      const writer = await driver.createWriter(`${folder}/file`, { append: true })
      expect(writer.size).toBe(0)
      await writer.cancel()
    },
  },
  {
    title: 'another driver continues what the first one closed',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const path = `${folder}/file`
      const content = seededBytes(14, 7 * mebibyte)
      const resumeToken = await leave(driver, path, content.subarray(0, 6 * mebibyte))
      const another = await reopen()
      const writer = await another.createWriter(path, { append: true, resumeToken })
      expect(writer.size).toBe(6 * mebibyte)
      await writer.write(content.subarray(6 * mebibyte))
      await writer.commit()
      expectBytes(await driver.getContent(path), content)
    },
  },
  {
    title: 'another driver continues after the first one vanished without closing',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const path = `${folder}/file`
      const content = seededBytes(15, 3 * mebibyte)
      const resumeToken = await leave(driver, path, content.subarray(0, mebibyte))
      const vanished = await driver.createWriter(path, { append: true, resumeToken })
      await vanished.writeFrom(sourceOf(content.subarray(mebibyte, 2 * mebibyte)))

      const another = await reopen()
      const writer = await another.createWriter(path, { append: true, resumeToken })
      // What was closed must be there; of what came after, a store may have kept any part.
      expect(writer.size).toBeGreaterThanOrEqual(mebibyte)
      expect(writer.size).toBeLessThanOrEqual(2 * mebibyte)
      await writer.writeFrom(sourceOf(content.subarray(writer.size)))
      await writer.commit()
      expectBytes(await driver.getContent(path), content)
      // In a test the process lives on; its handle must not.
      await vanished.close().catch(() => undefined)
    },
  },
  {
    title: 'a later writer of another driver takes over: what the earlier one still writes reaches nobody',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const path = `${folder}/file`
      const moved = `${folder}/moved`
      const resumeToken = await leave(driver, path, text('one '))
      const earlier = await driver.createWriter(path, { append: true, resumeToken })
      const another = await reopen()
      const later = await another.createWriter(path, { append: true, resumeToken })
      // Of what is not closed a store may keep any part: here, of nothing.
      expect(later.size).toBe(4)
      await later.write(text('two'))
      await earlier.write(text('wrong')).catch(() => undefined)
      await later.commit()
      await another.move(path, moved)
      await earlier.write(text('wrong')).catch(() => undefined)
      await earlier.cancel().catch(() => undefined)
      await earlier.close().catch(() => undefined)
      expectBytes(await driver.getContent(moved), text('one two'))
    },
  },
  {
    title: 'the written size is what a writer would continue, and asking for it disturbs none',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const path = `${folder}/file`
      const another = await reopen()
      expect(await another.writtenSize(path)).toBe(0)
      const resumeToken = await leave(driver, path, text('one '))
      expect(await another.writtenSize(path, { resumeToken })).toBe(4)
      const writer = await driver.createWriter(path, { append: true, resumeToken })
      await writer.write(text('two'))
      expect(await another.writtenSize(path, { resumeToken })).toBeGreaterThanOrEqual(4)
      await writer.commit()
      expectBytes(await driver.getContent(path), text('one two'))
    },
  },
  {
    title: 'the version says whether somebody wrote between two writers',
    impossible: nothingContinued,
    reopens: true,
    async run({ driver, folder, reopen }) {
      const path = `${folder}/file`
      const first = await driver.createWriter(path, { append: true })
      await first.write(text('one'))
      const resumeToken = await first.close()
      const another = await reopen()
      const second = await another.createWriter(path, { append: true, resumeToken })
      expect(second.version).toBe(first.version)
      await second.write(text(' two'))
      await second.close()
      expect(second.version).not.toBe(first.version)
      const third = await driver.createWriter(path, { append: true })
      expect(third.version).toBe(second.version)
      await third.cancel()
      const other = await driver.createWriter(path, { append: true })
      await other.write(text('one two'))
      await other.close()
      expect(other.version).not.toBe(second.version)
      await (await driver.createWriter(path, { append: true })).cancel()
    },
  },
  {
    title: 'a note stays with the bytes that it was closed with, and with no others',
    impossible: (capabilities) => (capabilities.notes === true ? undefined : 'the store keeps no notes'),
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const first = await driver.createWriter(path)
      expect(first.note).toBe(undefined)
      await first.write(text('one '))
      await first.close({ note: 'of one' })
      const second = await driver.createWriter(path, { append: true })
      expect(second.note).toBe('of one')
      await second.write(text('two '))
      expect(second.note).toBe(undefined)
      await second.close()
      const third = await driver.createWriter(path, { append: true })
      expect(third.note).toBe(undefined)
      await third.close({ note: 'x'.repeat(1024) })
      const fourth = await driver.createWriter(path, { append: true })
      expect(fourth.note).toBe('x'.repeat(1024))
      await fourth.commit()
      expectBytes(await driver.getContent(path), text('one two '))
    },
  },
  {
    title: 'a writer shows what was written so far, or says that the store shows it to nobody',
    impossible: nothingContinued,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const content = seededBytes(16, 3 * mebibyte)
      await leave(driver, path, content.subarray(0, 2 * mebibyte))
      const writer = await driver.createWriter(path, { append: true })
      await writer.write(content.subarray(2 * mebibyte))
      const written = await writer.readWritten()
      if (written !== undefined) expectBytes(Buffer.concat(await written.toArray()), content)
      await writer.cancel()
    },
  },
  {
    title: 'a writer commits to another path than its own, which is then free',
    impossible: nothingContinued,
    async run({ driver, folder }) {
      const path = `${folder}/upload/data`
      const destination = `${folder}/blob/data`
      await driver.putContent(destination, text('older'))
      await leave(driver, path, text('one '))
      const writer = await driver.createWriter(path, { append: true })
      await writer.write(text('two'))
      await writer.commit({ destination })
      expectBytes(await driver.getContent(destination), text('one two'))
      await expect(driver.getContent(path)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
      expect(await driver.writtenSize(path)).toBe(0)
    },
  },
]

/** Appends `bytes` to what is unfinished at `path`, and closes. */
async function leave(
  driver: StorageDriver,
  path: StoragePath,
  bytes: Uint8Array,
  resumeToken?: string,
): Promise<string | undefined> {
  const writer = await driver.createWriter(path, { append: true, resumeToken })
  await writer.write(bytes)
  return writer.close()
}

function sum(numbers: readonly number[]): number {
  let total = 0
  for (const each of numbers) total += each
  return total
}
