import { createHash } from 'node:crypto'

/**
 * Not compressible, and the same in every run.
 * @param seed not 0
 */
export function createPattern(bytes: number, seed: number): Buffer {
  const pattern = Buffer.allocUnsafe(bytes)
  let state = seed
  for (let offset = 0; offset + 4 <= bytes; offset += 4) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    pattern.writeInt32LE(state, offset)
  }
  return pattern
}

export function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

let created = 0

/** A blob that no other call gives. */
export function createDistinctBlob(bytes: number): Buffer {
  const blob = Buffer.alloc(bytes, 'moorage')
  created += 1
  blob.write(`${process.pid} ${Date.now()} ${created} `, 0, 'latin1')
  return blob
}
