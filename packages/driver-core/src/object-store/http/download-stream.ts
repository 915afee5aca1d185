import { Readable } from 'node:stream'
import { abortedCall } from './aborted-call.ts'
import { connectionFault } from './connection-fault.ts'
import { garbled } from './store-fault.ts'
import type { StoreHttp } from './store-http.ts'
import type { StoreRequest } from './store-request.ts'
import { toDriverError } from './to-driver-error.ts'

export interface DownloadOptions {
  readonly http: StoreHttp
  /** What the first answer came to. Its signal ends the download with `ABORTED`. */
  readonly request: StoreRequest
  /** Bytes that are to come. */
  readonly size: number
  /**
   * Asks for the rest.
   * @param received bytes that arrived so far
   * @param signal given when the download is destroyed
   * @throws DriverError when the object is no longer the same, or the store does not answer
   */
  readonly resume: (received: number, signal: AbortSignal) => Promise<Readable>
}

/**
 * A download that survives its connection: when one breaks or goes silent, the rest is asked for over another one, as soon as
 * the reader wants more. Destroying it closes the connection at once.
 */
export class DownloadStream extends Readable {
  readonly #options: DownloadOptions
  readonly #ended = new AbortController()
  #source: Readable | undefined
  #received = 0
  /** How often in a row a connection broke without giving a byte. */
  #failures = 0
  #resuming = false

  constructor(first: Readable, options: DownloadOptions) {
    super({ highWaterMark: 64 * 1024 })
    this.#options = options
    options.request.signal?.addEventListener('abort', this.#onAbort, { once: true })
    this.#follow(first)
    if (options.request.signal?.aborted === true) this.#onAbort()
  }

  override _read(): void {
    if (this.#source === undefined) this.#resume()
    else this.#source.resume()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#options.request.signal?.removeEventListener('abort', this.#onAbort)
    this.#ended.abort()
    this.#source?.destroy()
    callback(error)
  }

  readonly #onAbort = (): void => {
    this.destroy(abortedCall(this.#options.http.protocol, this.#options.request))
  }

  #follow(source: Readable): void {
    this.#source = source
    source.on('data', (chunk: Uint8Array) => this.#take(source, chunk))
    source.on('error', (error) => this.#lost(source, error))
    source.on('end', () => this.#end(source))
    source.pause()
  }

  #take(source: Readable, chunk: Uint8Array): void {
    // What was read ahead still comes after a destroy.
    if (this.destroyed) return
    this.#received += chunk.byteLength
    this.#failures = 0
    if (!this.push(chunk)) source.pause()
  }

  #end(source: Readable): void {
    const { size } = this.#options
    if (this.#received === size) this.push(null)
    else this.#lost(source, garbled(`${this.#received} of ${size} bytes arrived`))
  }

  #lost(source: Readable, error: Error): void {
    if (this.#source !== source || this.destroyed) return
    this.#source = undefined
    this.#failures += 1
    const { http, request, size } = this.#options
    if (this.#received > size || this.#failures >= http.retry.tries) {
      this.destroy(toDriverError(http.protocol, request, connectionFault(error), this.#failures))
      return
    }
    // A reader that has enough for now asks for the rest when it wants it: a connection that nobody reads breaks again.
    if (this.readableLength < this.readableHighWaterMark) this.#resume()
  }

  #resume(): void {
    if (this.#resuming) return
    this.#resuming = true
    this.#options.resume(this.#received, this.#ended.signal).then(
      (source) => this.#resumed(source),
      (error: unknown) => this.destroy(error as Error),
    )
  }

  #resumed(source: Readable): void {
    this.#resuming = false
    if (this.destroyed) {
      source.destroy()
      return
    }
    this.#follow(source)
    source.resume()
  }
}
