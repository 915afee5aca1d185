import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'

/** The connection ended, and there is nobody to answer. */
export class ConnectionEnded extends Error {
  override readonly name = 'ConnectionEnded'
}

/** The connection of one request, for what happens to it below HTTP. */
export class Exchange {
  readonly #message: IncomingMessage
  readonly #response: ServerResponse

  constructor(message: IncomingMessage, response: ServerResponse) {
    this.#message = message
    this.#response = response
  }

  /** Ends the connection as a crash would. Of what was written before, the last may not arrive. */
  async reset(): Promise<never> {
    await this.#flushed()
    this.#message.socket.resetAndDestroy()
    throw new ConnectionEnded('the connection was reset on purpose')
  }

  /** Ends the connection as a proxy would that has had enough: what was written before still arrives. */
  async end(): Promise<never> {
    await this.#flushed()
    this.#message.socket.destroy()
    throw new ConnectionEnded('the connection was ended on purpose')
  }

  /** Waits, or until the client has gone; without a time for that alone. */
  async wait(ms: number | undefined): Promise<void> {
    const done = new AbortController()
    const { signal } = done
    const closed = this.#response.destroyed ? true : once(this.#response, 'close', { signal }).then(() => true)
    const waited = sleep(ms ?? foreverMs, false, { signal })
    try {
      if (await Promise.race([closed, waited])) throw new ConnectionEnded('the client went away')
    } finally {
      done.abort()
      await Promise.allSettled([closed, waited])
    }
  }

  /** @throws ConnectionEnded when the client has closed the connection by now */
  async assertOpen(): Promise<void> {
    // Behind its last bytes, that it closed is read by the next turn of the event loop.
    await immediate()
    await immediate()
    if (this.#response.destroyed || this.#message.socket.readableEnded)
      throw new ConnectionEnded('the client went away')
  }

  async #flushed(): Promise<void> {
    const { socket } = this.#message
    // Node gathers the headers and the first bytes of an answer until the next turn.
    await immediate()
    if (socket.writable) await new Promise<void>((resolve) => socket.write('', () => resolve()))
  }
}

/** The longest time that a timer can have: 24 days. */
const foreverMs = 2 ** 31 - 1
