import { createHash, type Hash } from 'node:crypto'
import { expect } from 'vitest'
import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'

const mebibyte = 1024 * 1024

export const largeCases: readonly DriverCase[] = [
  streamCase('a stream of 64 MiB', 64, false),
  // Above 4 GiB, where 32 bits end, and above the 5 GB that one request may bring to an object store.
  streamCase('a stream of 5 GiB and one chunk', 5 * 1024 + 1, true),
]

function streamCase(name: string, chunks: number, large: boolean): DriverCase {
  return {
    title: `${name} comes back with the same checksum, and its end is found by offset`,
    large,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const written = createHash('sha256')
      const writer = await driver.createWriter(path, { expectedSize: chunks * mebibyte })
      expect(await writer.writeFrom(numberedChunks(chunks, written))).toBe(chunks * mebibyte)
      await writer.commit()
      expect(await driver.stat(path)).toMatchObject({ kind: 'file', size: chunks * mebibyte })
      const read = createHash('sha256')
      for await (const chunk of await driver.createReader(path)) read.update(chunk as Uint8Array)
      expect(read.digest('hex')).toBe(written.digest('hex'))

      const end = createHash('sha256')
      const offset = (chunks - 1) * mebibyte
      for await (const chunk of await driver.createReader(path, { offset })) end.update(chunk as Uint8Array)
      const expected = createHash('sha256')
      for await (const chunk of numberedChunks(chunks, createHash('sha256'), chunks - 1)) expected.update(chunk)
      expect(end.digest('hex')).toBe(expected.digest('hex'))
    },
  }
}

/** Chunks of 1 MiB which differ in their first bytes only, as making gigabytes of seeded bytes would take longer than storing them. */
async function* numberedChunks(count: number, hash: Hash, first = 0): AsyncGenerator<Uint8Array, void, void> {
  const pattern = seededBytes(33, mebibyte)
  for (let index = first; index < count; index += 1) {
    const chunk = Buffer.from(pattern)
    chunk.writeUInt32BE(index)
    hash.update(chunk)
    yield chunk
  }
}
