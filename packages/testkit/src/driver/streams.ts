import { expect } from 'vitest'
import { seededBytes, seededStream } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, expectError, readAll, sourceOf, text } from './expectations.ts'

const lengths = [0, 1, 32, 65_536, 1024 * 1024, 1024 * 1024 + 1, 5 * 1024 * 1024 + 17]

export const streamCases: readonly DriverCase[] = [
  ...lengths.map((length): DriverCase => ({
    title: `a stream of ${length} bytes is read as it was written`,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const writer = await driver.createWriter(path)
      expect(await writer.writeFrom(seededStream(length, length, 60_001))).toBe(length)
      expect(writer.size).toBe(length)
      await writer.commit()
      expect(await driver.stat(path)).toMatchObject({ kind: 'file', size: length })
      expectBytes(await readAll(await driver.createReader(path)), seededBytes(length, length))
    },
  })),
  {
    title: 'chunks of every length, empty ones too, join to one file',
    async run({ driver, folder }) {
      const content = seededBytes(5, 300_000)
      const chunks: Uint8Array[] = []
      for (let position = 0, length = 0; position < content.length; position += length - 1) {
        chunks.push(content.subarray(position, position + length))
        length += 1
      }
      expectBytes(Buffer.concat(chunks), content)
      const writer = await driver.createWriter(`${folder}/file`)
      await writer.writeFrom(sourceOf(...chunks))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), content)
    },
  },
  {
    title: 'a chunk that was released may be overwritten',
    async run({ driver, folder }) {
      const content = seededBytes(7, 3 * 1024 * 1024)
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let start = 0; start < content.length; start += 65_536) yield content.slice(start, start + 65_536)
      }
      const writer = await driver.createWriter(`${folder}/file`)
      await writer.writeFrom(pieces(), { release: (chunk) => chunk.fill(0) })
      await writer.commit()
      expectBytes(await readAll(await driver.createReader(`${folder}/file`)), content)
    },
  },
  {
    title: 'a lent buffer may be used again as soon as its bytes were taken',
    async run({ driver, folder }) {
      const content = seededBytes(8, 3 * 1024 * 1024 + 1)
      await driver.putContent(`${folder}/file`, content)
      const free: ArrayBufferLike[] = []
      const buffers = {
        take: (size: number) =>
          Buffer.from(free.pop() ?? new ArrayBuffer(300_000)).subarray(0, Math.min(size, 300_000)),
      }
      const read: Buffer[] = []
      for await (const chunk of (await driver.createReader(`${folder}/file`, { buffers })) as AsyncIterable<Buffer>) {
        read.push(Buffer.from(chunk))
        if (chunk.buffer.byteLength === 300_000) free.push(chunk.fill(0).buffer)
      }
      expectBytes(Buffer.concat(read), content)
    },
  },
  {
    title: 'single writes and whole sources may alternate, and the size counts both',
    async run({ driver, folder }) {
      const writer = await driver.createWriter(`${folder}/file`)
      await writer.write(text('one '))
      expect(writer.size).toBe(4)
      expect(await writer.writeFrom(sourceOf(text('two '), text('three ')))).toBe(10)
      await writer.write(new Uint8Array(0))
      await writer.write(text('four'))
      expect(writer.size).toBe(18)
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), text('one two three four'))
    },
  },
  {
    title: 'a chunk may be changed once its write has resolved',
    async run({ driver, folder }) {
      const chunk = Buffer.alloc(1000)
      const writer = await driver.createWriter(`${folder}/file`)
      for (let value = 0; value < 50; value += 1) await writer.write(chunk.fill(value))
      await writer.commit()
      const expected = Buffer.concat(Array.from({ length: 50 }, (_, value) => Buffer.alloc(1000, value)))
      expectBytes(await driver.getContent(`${folder}/file`), expected)
    },
  },
  {
    title: 'when a source fails, its error is thrown on and what arrived stays',
    async run({ driver, folder }) {
      const failure = new Error('the client went away')
      const content = seededBytes(6, 3_000_000)
      async function* failingSource(): AsyncGenerator<Uint8Array, void, void> {
        yield* sourceOf(content.subarray(0, 1_000_000), content.subarray(1_000_000, 2_000_000))
        throw failure
      }
      const writer = await driver.createWriter(`${folder}/file`)
      await expect(writer.writeFrom(failingSource())).rejects.toBe(failure)
      expect(writer.size).toBe(2_000_000)
      await writer.write(content.subarray(2_000_000))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), content)
    },
  },
  {
    title: 'opening a reader of a missing file rejects, whatever the offset',
    async run({ driver, folder }) {
      await expectError(driver, driver.createReader(`${folder}/missing`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.createReader(`${folder}/missing`, { offset: 64 }), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a reader that is destroyed early leaves others alone, many times over',
    async run({ driver, folder }) {
      const content = seededBytes(7, 3 * 1024 * 1024)
      await driver.putContent(`${folder}/file`, content)
      const kept = await driver.createReader(`${folder}/file`)
      for (let round = 0; round < 30; round += 1) {
        const reader = await driver.createReader(`${folder}/file`)
        for await (const chunk of reader) {
          expect((chunk as Uint8Array).length).toBeGreaterThan(0)
          break
        }
        expect(reader.destroyed).toBe(true)
        const unread = await driver.createReader(`${folder}/file`)
        await new Promise((resolve) => unread.once('close', resolve).destroy())
      }
      expectBytes(await readAll(kept), content)
    },
  },
  {
    title: 'a reader that is consumed slowly gives every byte once',
    async run({ driver, folder }) {
      const content = seededBytes(8, 4 * 1024 * 1024 + 3)
      await driver.putContent(`${folder}/file`, content)
      const parts: Uint8Array[] = []
      for await (const chunk of await driver.createReader(`${folder}/file`)) {
        parts.push(chunk as Uint8Array)
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
      }
      expectBytes(Buffer.concat(parts), content)
    },
  },
  {
    title: 'a writer is refused below a file, at its commit at the latest',
    impossible: (capabilities) =>
      capabilities.move === 'atomic' ? undefined : 'an object store has no directories that a file could stand for',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      const write = async (): Promise<void> => {
        const writer = await driver.createWriter(`${folder}/file/below`, { resumable: false })
        try {
          await writer.commit()
        } finally {
          await writer.close()
        }
      }
      await expectError(driver, write(), 'INVALID_PATH')
      await expectError(driver, driver.putContent(`${folder}/file/below`, text('y')), 'INVALID_PATH')
      await expectError(driver, driver.createWriter(`${folder}/file/below`), 'INVALID_PATH')
      expectBytes(await driver.getContent(`${folder}/file`), text('x'))
    },
  },
  {
    title: 'a file does not replace a directory',
    impossible: (capabilities) =>
      capabilities.move === 'atomic' ? undefined : 'an object store has no directories that a file could stand for',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/directory/file`, text('x'))
      await expectError(driver, driver.putContent(`${folder}/directory`, text('y')), 'INVALID_PATH')
      expectBytes(await driver.getContent(`${folder}/directory/file`), text('x'))
    },
  },
]
