import { setImmediate } from 'node:timers/promises'

/** How long calls may take within one turn of the event loop: then others have a turn. */
const mostPerTurnMs = 4
/** How long all calls go to threads after one that was slow: one at most is slow in this time. */
const restMs = 250

export interface PatienceOptions {
  /** How long a call may take that holds everybody up. Default: no matter. */
  readonly quickMs?: number | undefined
  /** Default: `performance.now`. */
  readonly now?: (() => number) | undefined
}

/**
 * Makes calls at once as long as they are quick, and hands them to threads otherwise.
 * What is at once is never waited for, so a caller with many calls would not let the event loop turn: quick ones wait for its next turn
 * then, which costs less than a thread.
 */
export class Patience {
  readonly #quickMs: number
  readonly #now: () => number
  #restsUntil = -Infinity
  #spentMs = 0
  #turn: Promise<void> | undefined

  constructor({ quickMs = Infinity, now = () => performance.now() }: PatienceOptions = {}) {
    this.#quickMs = quickMs
    this.#now = now
  }

  /** @returns a function that calls `atOnce`, or `inThread` after a slow one */
  choose<Call extends (...args: never[]) => unknown>(atOnce: Call, inThread: Call): Call {
    const call = (...args: Parameters<Call>): unknown => {
      const before = this.#now()
      if (before < this.#restsUntil) return inThread(...args)
      const turn = this.#turn
      if (turn !== undefined && this.#spentMs > mostPerTurnMs) return turn.then(() => call(...args))
      try {
        return atOnce(...args)
      } finally {
        this.#note(before, this.#now())
      }
    }
    return call as Call
  }

  #note(before: number, after: number): void {
    this.#spentMs += after - before
    if (after - before > this.#quickMs) this.#restsUntil = after + restMs
    this.#turn ??= this.#endOfTurn()
  }

  async #endOfTurn(): Promise<void> {
    await setImmediate()
    this.#turn = undefined
    this.#spentMs = 0
  }
}
