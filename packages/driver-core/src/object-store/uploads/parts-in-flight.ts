import type { PartBuffer } from '../memory/part-buffer.ts'
import type { ObjectPart } from '../object-store-client.ts'

export interface SendingPart {
  readonly number: number
  readonly buffer: PartBuffer
}

/**
 * Parts that are on their way, a few at a time. One that fails keeps its bytes, and is sent once more when the next is added or all are waited
 * for: only what fails then as well is an error.
 */
export class PartsInFlight {
  readonly #limit: number
  readonly #send: (part: SendingPart) => Promise<ObjectPart>
  readonly #sent = new Map<number, ObjectPart>()
  readonly #running = new Map<number, Promise<void>>()
  #failed: { readonly part: SendingPart; readonly error: unknown }[] = []

  constructor(limit: number, send: (part: SendingPart) => Promise<ObjectPart>) {
    this.#limit = limit
    this.#send = send
  }

  /** Resolves when another part may be added. */
  async room(): Promise<void> {
    if (this.#failed.length > 0) await this.settle()
    while (this.#running.size >= this.#limit) await Promise.race(this.#running.values())
  }

  /** Sends a part, whose memory is given back when it has arrived. */
  add(part: SendingPart): void {
    const run = async (): Promise<void> => {
      try {
        this.#sent.set(part.number, await this.#send(part))
        part.buffer.giveBack()
      } catch (error) {
        this.#failed.push({ part, error })
      } finally {
        this.#running.delete(part.number)
      }
    }
    this.#running.set(part.number, run())
  }

  /**
   * Resolves when all have arrived.
   * @returns them, in order of their numbers
   */
  async settle(): Promise<ObjectPart[]> {
    await this.#idle()
    for (const { part } of this.#failed.splice(0)) this.add(part)
    await this.#idle()
    const [failure] = this.#failed
    if (failure !== undefined) throw failure.error
    return [...this.#sent.values()].toSorted((one, other) => one.number - other.number)
  }

  /** Resolves when none is on its way any more. The memory of those that failed is given back. */
  async drop(): Promise<void> {
    await this.#idle()
    for (const { part } of this.#failed.splice(0)) part.buffer.giveBack()
  }

  async #idle(): Promise<void> {
    await Promise.all(this.#running.values())
  }
}
