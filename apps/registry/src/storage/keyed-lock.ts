/** Lets work on the same things happen one after the other, within this process. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<void>>()

  /** Runs `work` when nothing else works on any of `keys`, in the order of the calls. */
  async run<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = keys.map((key) => this.#last.get(key)).filter((last) => last !== undefined)
    const { promise: done, resolve: end } = Promise.withResolvers<void>()
    // All keys are taken at once, before anything is awaited: two calls can never wait for one another.
    for (const key of keys) this.#last.set(key, done)
    if (before.length > 0) await Promise.all(before)
    try {
      return await work()
    } finally {
      this.#forget(keys, done)
      end()
    }
  }

  #forget(keys: readonly string[], done: Promise<void>): void {
    for (const key of keys) if (this.#last.get(key) === done) this.#last.delete(key)
  }
}
