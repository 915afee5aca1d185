import { type ByteBudget, segmentBytes } from './byte-budget.ts'

/** Bytes that are gathered for one part, in segments that are taken as the bytes come. */
export class PartBuffer {
  /** Bytes that make it full. */
  readonly capacityBytes: number
  readonly #budget: ByteBudget
  #segments: Uint8Array[] = []
  #size = 0

  constructor(budget: ByteBudget, capacityBytes: number) {
    this.#budget = budget
    this.capacityBytes = capacityBytes
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size
  }

  get isFull(): boolean {
    return this.#size >= this.capacityBytes
  }

  /** Takes as much of `chunk` as there is room for in a segment, waiting for one where none is to be had. @returns bytes taken */
  async fill(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    const used = this.#size % segmentBytes
    if (used === 0 && chunk.length > 0) {
      const segment = this.#budget.take(this, signal)
      // Most of the time nobody has to wait; awaiting would cost a turn for each segment.
      this.#segments.push(segment instanceof Promise ? await segment : segment)
    }
    const taken = Math.min(chunk.length, segmentBytes - used, this.capacityBytes - this.#size)
    this.#segments.at(-1)?.set(taken === chunk.length ? chunk : chunk.subarray(0, taken), used)
    this.#size += taken
    return taken
  }

  /** Takes all of `chunk`, which must fit. */
  async append(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    for (let position = 0; position < chunk.length;) position += await this.fill(chunk.subarray(position), signal)
  }

  /** The bytes, or the first of them, for a request. They stay as they are until they are given back. */
  content(length: number = this.#size): Uint8Array[] {
    const content: Uint8Array[] = []
    for (let start = 0; start < length; start += segmentBytes) {
      content.push(
        (this.#segments[start / segmentBytes] as Uint8Array).subarray(0, Math.min(segmentBytes, length - start)),
      )
    }
    return content
  }

  /** Gives the memory back. Repeating it does nothing. */
  giveBack(): void {
    const segments = this.#segments
    this.#segments = []
    this.#size = 0
    if (segments.length > 0) this.#budget.give(this, segments)
  }

  /** Hands the segments to somebody who counts them apart. */
  detach(): DetachedBytes {
    const detached = { segments: this.#segments, size: this.#size }
    this.#segments = []
    this.#size = 0
    this.#budget.release(this, detached.segments)
    return detached
  }

  /** Takes over what another buffer has detached. This one must be empty. */
  attach({ segments, size }: DetachedBytes): void {
    this.#budget.adopt(segments)
    this.#segments = [...segments]
    this.#size = size
  }
}

/** Bytes that belong to no writer at the moment. */
export interface DetachedBytes {
  readonly segments: readonly Uint8Array[]
  readonly size: number
}
