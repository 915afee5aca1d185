import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds of work at once in one turn of the event loop, besides a step that is begun before. */
const mostPerTurnMs = 2

/** Has work that is done at once, and so is never waited for, leave turns of the event loop to everybody else. */
export class EventLoopShare {
  #spentMs = 0
  #isTurnNoted = false

  /** Fulfils when there is time in this turn of the event loop, or in a later one. */
  async wait(): Promise<void> {
    while (this.#spentMs >= mostPerTurnMs) await nextTurn()
  }

  do<Result>(work: () => Result): Result {
    const before = performance.now()
    try {
      return work()
    } finally {
      this.#spentMs += performance.now() - before
      this.#noteTurn()
    }
  }

  #noteTurn(): void {
    if (this.#isTurnNoted) return
    this.#isTurnNoted = true
    setImmediate(() => {
      this.#isTurnNoted = false
      this.#spentMs = 0
    })
  }
}
