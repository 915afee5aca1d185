import { createHash } from 'node:crypto'
import { createDistinctBlob, createPattern } from './content.ts'

const partBytes = 1024 * 1024
/** What Docker sends at a time. */
const httpChunkBytes = 32 * 1024

export interface LargeBlob {
  readonly bytes: number
  readonly digest: string
  /** @param end the first byte that is not wanted */
  parts(start?: number, end?: number): Iterable<Buffer>
  /** In the chunked encoding, in chunks as small as Docker's. */
  chunkedParts(): Iterable<Buffer>
}

const patterns = Array.from({ length: 16 }, (_, index) => createPattern(partBytes, index + 1))

/** A blob of whole MiB that is made while it is sent; its beginning differs from every other one's. */
export function createLargeBlob(bytes: number): LargeBlob {
  const first = createDistinctBlob(partBytes)
  const partAt = (index: number): Buffer => (index === 0 ? first : (patterns[index % patterns.length] ?? first))
  function* parts(start = 0, end = bytes): Iterable<Buffer> {
    for (let offset = start; offset < end; offset += partBytes) yield partAt(offset / partBytes)
  }
  const hash = createHash('sha256')
  for (const part of parts()) hash.update(part)
  return {
    bytes,
    digest: `sha256:${hash.digest('hex')}`,
    parts,
    chunkedParts: function* chunkedParts() {
      // Encoded once for each pattern, so that the load generator's own work stays small.
      for (let offset = 0; offset < bytes; offset += partBytes) yield encode(partAt(offset / partBytes))
      yield Buffer.from('0\r\n\r\n')
    },
  }
}

const encoded = new WeakMap<Buffer, Buffer>()

function encode(part: Buffer): Buffer {
  const known = encoded.get(part)
  if (known !== undefined) return known
  const pieces: Buffer[] = []
  for (let offset = 0; offset < part.length; offset += httpChunkBytes) {
    pieces.push(Buffer.from(`${httpChunkBytes.toString(16)}\r\n`))
    pieces.push(part.subarray(offset, offset + httpChunkBytes), Buffer.from('\r\n'))
  }
  const result = Buffer.concat(pieces)
  encoded.set(part, result)
  return result
}
