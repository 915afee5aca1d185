import fs from 'node:fs'
import { Readable } from 'node:stream'
import { type BufferPool, DriverError, type StoragePath } from '@moorage/driver-core'
import { aborted, type ByteRange } from '@moorage/driver-core/kit'
import { closeQuietly } from './descriptors.ts'
import { driverName, toDriverError } from './error-mapping.ts'
import type { FileCalls } from './file-calls.ts'

/** Bytes of one read of a large file. */
const chunkBytes = 1024 * 1024

export interface FileReaderOptions {
  readonly calls: FileCalls
  readonly descriptor: number
  readonly path: StoragePath
  readonly range: ByteRange
  readonly signal?: AbortSignal | undefined
  readonly buffers?: BufferPool | undefined
  /** Called once, when the file is closed. */
  readonly onEnd: () => void
}

/**
 * Reads a range of an open file. A slow consumer costs one buffer: the next read waits until it is taken.
 * A file that turns out shorter than it was on opening is an error, not a short stream.
 */
export class FileReader extends Readable {
  readonly #options: FileReaderOptions
  readonly #onAbort: () => void
  #position: number
  #reading = false
  #afterReading: (() => void) | undefined

  constructor(options: FileReaderOptions) {
    super({ highWaterMark: chunkBytes })
    this.#options = options
    this.#position = options.range.start
    this.#onAbort = (): void => {
      if (options.signal !== undefined) this.destroy(aborted(driverName, options.path, options.signal))
    }
    options.signal?.addEventListener('abort', this.#onAbort)
    if (options.signal?.aborted === true) this.#onAbort()
  }

  override _read(): void {
    const { descriptor, range, buffers } = this.#options
    const length = Math.min(chunkBytes, range.end - this.#position)
    if (length <= 0) {
      this.push(null)
      return
    }
    const buffer = buffers?.take(length) ?? Buffer.allocUnsafeSlow(length)
    this.#reading = true
    fs.read(descriptor, buffer, 0, buffer.length, this.#position, (error, bytesRead) => {
      this.#reading = false
      if (this.#afterReading !== undefined) this.#afterReading()
      else this.#deliver(error, buffer, bytesRead)
    })
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const close = (): void => {
      void this.#close(error, callback)
    }
    // A descriptor that is closed while it is read from may be another file's by the time of the read.
    if (this.#reading) this.#afterReading = close
    else close()
  }

  async #close(error: Error | null, closed: (error?: Error | null) => void): Promise<void> {
    const { calls, descriptor, range, signal, onEnd } = this.#options
    signal?.removeEventListener('abort', this.#onAbort)
    await closeQuietly(calls, descriptor, range.end)
    onEnd()
    closed(error)
  }

  #deliver(error: Error | null, buffer: Uint8Array, bytesRead: number): void {
    const { path, range } = this.#options
    if (error !== null) {
      this.destroy(toDriverError(error, path, 'read'))
      return
    }
    if (bytesRead === 0) {
      const message = 'the file became shorter while it was read'
      this.destroy(new DriverError({ code: 'UNEXPECTED', driver: driverName, path, message }))
      return
    }
    this.#position += bytesRead
    this.push(bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead))
    // Saves the consumer a turn: the end is known from the size.
    if (this.#position >= range.end) this.push(null)
  }
}
