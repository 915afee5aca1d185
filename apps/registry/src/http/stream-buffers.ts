import type { BufferPool } from '@moorage/driver-core'

const bufferBytes = 1024 * 1024
/** Buffers kept while nobody uses them. */
const keptBuffers = 16

/**
 * Buffers for streaming bodies, used again and again: memory that was never touched before costs the kernel more than copying into it.
 * One that is not given back is left to the garbage collector.
 */
export class StreamBuffers implements BufferPool {
  readonly #own = new WeakSet<ArrayBufferLike>()
  readonly #free: Buffer[] = []

  take(size: number): Uint8Array {
    if (size <= bufferBytes / 4) return Buffer.allocUnsafe(size)
    const buffer = this.#free.pop() ?? this.#make()
    return buffer.subarray(0, Math.min(size, bufferBytes))
  }

  /** Takes back what was taken, or a part of it; other chunks are ignored. Nobody may use its bytes any more. */
  give(chunk: Uint8Array): void {
    if (this.#own.has(chunk.buffer) && this.#free.length < keptBuffers) this.#free.push(Buffer.from(chunk.buffer))
  }

  #make(): Buffer {
    const buffer = Buffer.allocUnsafeSlow(bufferBytes)
    this.#own.add(buffer.buffer)
    return buffer
  }
}

/** The buffers of all answers of this process. */
export const streamBuffers: StreamBuffers = new StreamBuffers()
