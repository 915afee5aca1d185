const firstWaitMs = 100
const longestWaitMs = 10_000

/** How long to wait after each failure: twice as long as before, up to ten seconds. */
export class Retrying implements Disposable {
  #failures = 0
  #wake: (() => void) | undefined
  #isDisposed = false

  /** Whether the last try failed. */
  get isFailing(): boolean {
    return this.#failures > 0
  }

  failed(): void {
    this.#failures += 1
  }

  /** @returns whether the try before had failed */
  succeeded(): boolean {
    const wasFailing = this.isFailing
    this.#failures = 0
    return wasFailing
  }

  /** Waits after a failure; not at all after a success. @returns false when it failed and no more tries are wanted */
  async wait(): Promise<boolean> {
    if (!this.isFailing) return true
    if (!this.#isDisposed) {
      const waited = Promise.withResolvers<void>()
      const timer = setTimeout(waited.resolve, Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#failures - 1)))
      this.#wake = waited.resolve
      await waited.promise
      clearTimeout(timer)
    }
    return !this.#isDisposed
  }

  /** Ends the wait that is under way. */
  hurry(): void {
    this.#wake?.()
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    this.hurry()
  }
}
