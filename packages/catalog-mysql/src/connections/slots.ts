import { type Limits, withLimits } from './limits.ts'

/** More wait than the database will ever catch up with. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting'
}

/** A number of places; whoever finds none waits, first come first served. */
export class Slots {
  #free: number
  readonly #total: number
  readonly #mostWaiting: number
  readonly #waiting: Set<() => void> = new Set<() => void>()

  constructor(total: number, mostWaiting: number) {
    this.#free = total
    this.#total = total
    this.#mostWaiting = mostWaiting
  }

  /** Takes a place, to be given back with `give`. */
  async take(limits: Limits): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    if (this.#waiting.size >= this.#mostWaiting) {
      throw new TooManyWaiting(`${this.#waiting.size} calls wait for a connection already`)
    }
    const turn = Promise.withResolvers<void>()
    this.#waiting.add(turn.resolve)
    await withLimits(turn.promise, `the wait for one of ${this.#total} connections`, limits, () => {
      // Its turn may have come in this very moment: then somebody else gets it.
      if (!this.#waiting.delete(turn.resolve)) this.give()
    })
  }

  give(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free += 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}
