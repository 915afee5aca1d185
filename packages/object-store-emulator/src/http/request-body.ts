import type { IncomingMessage } from 'node:http'
import { EngineError } from '../engine/engine-error.ts'

/** Makes of the bytes of a request those that count; throws when they are not right. */
type BodyFilter = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** What a client sends after the headers, read as fast as it is taken in. */
export class RequestBody {
  /** What Content-Length says, or the header that says how much is wrapped in the body. */
  declaredSizeBytes: number | undefined
  readonly isChunked: boolean
  receivedBytes = 0
  /** Called when all has been received, before it counts. */
  onEnd: () => Promise<void> = async () => {}
  readonly #message: IncomingMessage
  readonly #onRead: () => void
  #filter: BodyFilter = (source) => source
  #interruption: { readonly afterBytes: number; readonly interrupt: () => Promise<void> } | undefined

  constructor(message: IncomingMessage, onRead: () => void) {
    this.#message = message
    this.#onRead = onRead
    const { 'content-length': length, 'transfer-encoding': encoding } = message.headers
    this.declaredSizeBytes = length === undefined ? undefined : Number(length)
    this.isChunked = encoding !== undefined
  }

  /** Has something happen so far into the body, or at its end if it is shorter. */
  interruptAfter(afterBytes: number, interrupt: () => Promise<void>): void {
    this.#interruption = { afterBytes, interrupt }
  }

  /**
   * Has the bytes go through a check, or out of what they are wrapped in, before anybody takes them in.
   * @param declaredSizeBytes of what comes out
   */
  passThrough(filter: BodyFilter, declaredSizeBytes: number | undefined): void {
    this.#filter = filter
    this.declaredSizeBytes = declaredSizeBytes
  }

  /** Whether the client went away in the midst of it. */
  get isCutOff(): boolean {
    return this.#message.destroyed && !this.#message.complete
  }

  async *stream(maximumSizeBytes: number = Infinity): AsyncGenerator<Uint8Array> {
    if ((this.declaredSizeBytes ?? 0) > maximumSizeBytes) throw new EngineError('EntityTooLarge')
    this.#onRead()
    let size = 0
    for await (const chunk of this.#filter(this.#received())) {
      size += chunk.length
      if (size > maximumSizeBytes) throw new EngineError('EntityTooLarge')
      yield chunk
    }
  }

  async *#received(): AsyncGenerator<Uint8Array> {
    const message: AsyncIterable<Uint8Array> = this.#message
    for await (const chunk of message) {
      this.receivedBytes += chunk.length
      await this.#interruptFrom(this.receivedBytes)
      yield chunk
    }
    await this.#interruptFrom(Infinity)
    await this.onEnd()
  }

  async #interruptFrom(position: number): Promise<void> {
    if (this.#interruption === undefined || position < this.#interruption.afterBytes) return
    const { interrupt } = this.#interruption
    this.#interruption = undefined
    await interrupt()
  }

  /** The whole of a body that must be small. */
  async bytes(maximumSizeBytes: number): Promise<Buffer> {
    return Buffer.concat(await Array.fromAsync(this.stream(maximumSizeBytes)))
  }
}
