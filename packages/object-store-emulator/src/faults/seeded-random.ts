import { createHash } from 'node:crypto'

/** A number from 0 up to 1 that belongs to a seed and a text: the same for the same, and otherwise without a pattern. */
export function seededNumber(seed: number, text: string): number {
  const hash = createHash('sha256').update(`${seed}:${text}`).digest()
  return hash.readUInt32BE(0) / 2 ** 32
}
