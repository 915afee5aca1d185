import { Readable } from 'node:stream'
import { DriverError, type DriverErrorCode } from '../../driver-error.ts'
import { aborted } from '../../kit/abort.ts'
import type { BufferPool } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectBody } from '../object-store-client.ts'
import type { ObjectStore } from '../object-store.ts'
import { GatheredPieces } from './gathered-pieces.ts'

/** How often in a row a transfer may break without a byte before the reader gives up. */
const fruitlessTries = 3

export interface ObjectReaderOptions {
  readonly store: ObjectStore
  readonly path: StoragePath
  readonly key: string
  /** The answer to the first request. */
  readonly body: ObjectBody
  /** First byte of it. */
  readonly offset: number
  /** Bytes that are to come. */
  readonly length: number
  readonly signal: AbortSignal | undefined
  /** What the bytes are gathered in. Default: they are given as they come. */
  readonly buffers?: BufferPool | undefined
}

/**
 * The bytes of an object, whole or not at all: when the transfer breaks, the rest is asked for, of the same content.
 * It reads no faster than it is read from; destroying it ends the transfer.
 */
export class ObjectReader extends Readable {
  readonly #options: ObjectReaderOptions
  readonly #ending = new AbortController()
  readonly #gathered: GatheredPieces | undefined
  #body: Readable
  #isWanted = false
  #received = 0
  #fruitless = 0

  constructor(options: ObjectReaderOptions) {
    super()
    const { store, path, signal, buffers, length } = options
    this.#options = options
    if (buffers !== undefined) this.#gathered = new GatheredPieces(buffers, length, (piece) => this.#give(piece))
    this.#body = this.#follow(options.body.body)
    if (signal === undefined) return
    const onAbort = (): unknown => this.destroy(aborted(store.name, path, signal))
    signal.addEventListener('abort', onAbort)
    this.once('close', () => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
  }

  override _read(): void {
    this.#isWanted = true
    this.#body.resume()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#ending.abort()
    this.#gathered?.drop()
    this.#body.destroy()
    callback(error)
  }

  #follow(body: Readable): Readable {
    // Paused before anybody listens, or it would flow unasked.
    body.pause()
    const onData = (chunk: Uint8Array): void => this.#take(chunk)
    let hasEnded = false
    const onEnd = (error?: Error): void => {
      // Errors and the close that follow on an end concern nobody any more.
      if (hasEnded) return
      hasEnded = true
      body.off('data', onData)
      this.#onEnd(body, error)
    }
    body.on('data', onData).on('end', onEnd).on('error', onEnd).on('close', onEnd)
    if (this.#isWanted) body.resume()
    return body
  }

  #take(chunk: Uint8Array): void {
    if (this.destroyed || chunk.length === 0) return
    this.#received += chunk.length
    this.#fruitless = 0
    if (this.#received > this.#options.length) {
      this.destroy(this.#failure('UNEXPECTED', 'the store sent more than it was asked for', undefined))
      return
    }
    if (this.#gathered === undefined) this.#give(chunk)
    else this.#gathered.add(chunk)
  }

  #give(piece: Uint8Array): void {
    if (this.push(piece)) return
    this.#isWanted = false
    this.#body.pause()
  }

  #onEnd(body: Readable, error: Error | undefined): void {
    if (this.destroyed) return
    if (this.#received === this.#options.length) {
      this.#gathered?.flush()
      this.push(null)
      return
    }
    body.destroy()
    this.#goOn(error).catch((failure: unknown) => this.destroy(failure as Error))
  }

  async #goOn(cause: Error | undefined): Promise<void> {
    const { store, path, key, offset, length, body } = this.#options
    this.#fruitless += 1
    const { signal } = this.#ending
    if (this.#fruitless > fruitlessTries) throw this.#failure('UNAVAILABLE', 'the transfer broke off', cause)
    const range = { offset: offset + this.#received, length: length - this.#received, signal }
    const answer = await store.request(path, signal, (client) => client.get(key, range))
    if (answer?.head.etag !== body.head.etag) {
      answer?.body.destroy()
      throw this.#failure('CONFLICT', 'the file was replaced or deleted while it was read', cause)
    }
    if (this.destroyed) answer.body.destroy()
    else this.#body = this.#follow(answer.body)
  }

  #failure(code: DriverErrorCode, message: string, cause: Error | undefined): DriverError {
    const { store, path, length } = this.#options
    const place = `${message} after ${this.#received} of ${length} bytes`
    return new DriverError({ code, driver: store.name, path, message: place, cause })
  }
}
