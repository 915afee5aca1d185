/**
 * A flush that callers share. One that runs may have begun before a caller's change: the caller waits for the next one,
 * together with all who come meanwhile.
 */
export class SharedFlush {
  readonly #flush: () => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(flush: () => Promise<void>) {
    this.#flush = flush
  }

  /** Whether nobody waits. */
  get isIdle(): boolean {
    return this.#running === undefined
  }

  /** Resolves when everything is on the disk that was changed before the call. */
  run(): Promise<void> {
    if (this.#running === undefined) return this.#start()
    const startNext = (): Promise<void> => {
      this.#next = undefined
      return this.#start()
    }
    this.#next ??= this.#running.then(startNext, startNext)
    return this.#next
  }

  #start(): Promise<void> {
    const running = this.#flush().finally(() => {
      if (this.#running === running && this.#next === undefined) this.#running = undefined
    })
    this.#running = running
    return running
  }
}
