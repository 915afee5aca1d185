import type { MultipartState } from './upload-state.ts'

const mebibyte = 1024 * 1024

/** Steps by which parts grow, over all parts that an upload may have. */
const steps = 5

export interface PartLimits {
  /** Largest number of parts of one upload. */
  readonly maxParts: number
  /** Bytes. */
  readonly maxPartSizeBytes: number
}

/**
 * How large each part of an upload is. All but the last are equal, as some stores want them, up to number `equalParts`; of those that follow,
 * the next as many have twice the chunk, the next three times, and so on: without it an upload would end at 10,000 chunks. For a size that
 * is known before, the chunk is chosen so that its parts are all equal.
 *
 * With chunks of 16 MiB: 2,000 equal parts are 31 GiB, and 10,000 parts 469 GiB, the last ones of 80 MiB.
 */
export class PartSizes {
  readonly chunkSizeBytes: number
  readonly equalParts: number
  readonly #limits: PartLimits

  constructor(
    { chunkSizeBytes, equalParts }: Pick<MultipartState, 'chunkSizeBytes' | 'equalParts'>,
    limits: PartLimits,
  ) {
    this.chunkSizeBytes = chunkSizeBytes
    this.equalParts = equalParts
    this.#limits = limits
  }

  /** For a new upload. */
  static choose(chunkSizeBytes: number, expectedSize: number | undefined, limits: PartLimits): PartSizes {
    const equalParts = Math.max(1, Math.floor(limits.maxParts / steps))
    if (expectedSize === undefined) return new PartSizes({ chunkSizeBytes, equalParts }, limits)
    const least = Math.ceil(expectedSize / limits.maxParts / mebibyte) * mebibyte
    const chosen = least > chunkSizeBytes ? Math.min(least, limits.maxPartSizeBytes) : chunkSizeBytes
    const parts = Math.ceil(expectedSize / chosen)
    return new PartSizes({ chunkSizeBytes: chosen, equalParts: Math.max(equalParts, parts) }, limits)
  }

  get maxParts(): number {
    return this.#limits.maxParts
  }

  /** Bytes of the part of that number, from 1, unless it is the last one. */
  of(number: number): number {
    const size = this.chunkSizeBytes * (1 + Math.floor((number - 1) / this.equalParts))
    return Math.min(size, this.#limits.maxPartSizeBytes)
  }
}
