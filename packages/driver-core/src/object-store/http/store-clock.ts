/** Less than this is within what stores tolerate, and no reason for a refusal. */
const leastSkewMs = 30_000

/** The time at the store: this machine's, put right where the store's answers showed it to be wrong. */
export class StoreClock {
  #offsetMs = 0

  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  /** Milliseconds that the store is ahead of this machine, as far as it mattered. */
  get offsetMs(): number {
    return this.#offsetMs
  }

  /** Takes over the store's time, unless it differs too little from what was believed to be any trouble. */
  correct(storeTime: Date): void {
    if (Math.abs(storeTime.getTime() - this.now().getTime()) < leastSkewMs) return
    this.#offsetMs = storeTime.getTime() - Date.now()
  }
}
