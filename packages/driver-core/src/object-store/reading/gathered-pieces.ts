import { freeChunk } from '../../kit/free-chunk.ts'
import type { BufferPool } from '../../storage-driver.ts'

/** How long the first bytes of a piece wait for more. */
const patienceMs = 20

/**
 * Copies what a socket reads into the buffers that the caller lends, and hands on one for many reads: memory that is used again costs less than
 * the copy, and few large pieces cost a server less than many small ones.
 */
export class GatheredPieces {
  readonly #buffers: BufferPool
  readonly #handOn: (piece: Uint8Array) => void
  #expectedBytes: number
  #buffer: Uint8Array | undefined
  #filled = 0
  #timer: NodeJS.Timeout | undefined

  /** @param expectedBytes that come in all */
  constructor(buffers: BufferPool, expectedBytes: number, handOn: (piece: Uint8Array) => void) {
    this.#buffers = buffers
    this.#expectedBytes = expectedBytes
    this.#handOn = handOn
  }

  /** Takes a chunk over: its memory is freed. */
  add(chunk: Uint8Array): void {
    for (let position = 0; position < chunk.length;) {
      this.#buffer ??= this.#buffers.take(this.#expectedBytes)
      const part = chunk.subarray(position, position + this.#buffer.length - this.#filled)
      this.#buffer.set(part, this.#filled)
      this.#filled += part.length
      position += part.length
      if (this.#filled === this.#buffer.length) this.flush()
    }
    // The parser of the answer may still hold it in this turn.
    process.nextTick(freeChunk, chunk)
    if (this.#filled > 0) this.#timer ??= setTimeout(() => this.flush(), patienceMs)
  }

  /** Hands on what there is. */
  flush(): void {
    this.drop()
    const piece = this.#buffer?.subarray(0, this.#filled)
    this.#expectedBytes -= this.#filled
    this.#buffer = undefined
    this.#filled = 0
    if (piece !== undefined) this.#handOn(piece)
  }

  /** Nothing is handed on any more. */
  drop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
