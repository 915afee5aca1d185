import { setTimeout } from 'node:timers/promises'
import type { CatalogLife } from '@moorage/catalog-core/kit'

/** Names that shall be in the file, or not. */
export interface Change {
  readonly names: readonly string[]
  readonly isThere: boolean
}

interface QueuedChange extends Change {
  readonly signal: AbortSignal | undefined
  readonly done: PromiseWithResolvers<void>
}

/** Gathers the changes of many calls, so that they share one lock and one flush. */
export class ChangeQueue {
  readonly #life: CatalogLife
  readonly #apply: (take: () => readonly Change[]) => Promise<void>
  #waiting: QueuedChange[] = []
  #applying: Promise<void> | undefined

  /** @param apply gets the lock, then takes all that waits, and fulfils when it is on the disk */
  constructor(life: CatalogLife, apply: (take: () => readonly Change[]) => Promise<void>) {
    this.#life = life
    this.#apply = apply
  }

  /** Fulfils when the change is on the disk. Once it is taken, it is made, whatever its signal says. */
  async submit(change: Change, signal: AbortSignal | undefined): Promise<void> {
    this.#life.check(signal)
    const queued: QueuedChange = { ...change, signal, done: Promise.withResolvers<void>() }
    const giveUp = (): void => {
      const isWaiting = this.#waiting.includes(queued)
      this.#waiting = this.#waiting.filter((other) => other !== queued)
      if (isWaiting) this.#reject([queued], signal?.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
    this.#waiting.push(queued)
    this.#applying ??= this.#applyAll().finally(() => (this.#applying = undefined))
    try {
      await queued.done.promise
    } finally {
      signal?.removeEventListener('abort', giveUp)
    }
  }

  /** Fulfils when nothing is written any more. */
  async end(): Promise<void> {
    await this.#applying
  }

  async #applyAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      let taken: QueuedChange[] = []
      try {
        await this.#apply(() => {
          taken = this.#waiting
          this.#waiting = []
          return taken
        })
        for (const { done } of taken) done.resolve()
      } catch (error) {
        // Without the lock none was taken: then it is for all that waited.
        const failed = taken.length > 0 ? taken : this.#waiting
        this.#waiting = this.#waiting.filter((queued) => !failed.includes(queued))
        this.#reject(failed, error)
      }
      // Other processes that wait for the lock ask again from time to time only.
      if (this.#waiting.length > 0) await setTimeout(1)
    }
  }

  #reject(changes: readonly QueuedChange[], reason: unknown): void {
    for (const { signal, done } of changes) {
      try {
        this.#life.check(signal)
        done.reject(reason)
      } catch (ended) {
        done.reject(ended)
      }
    }
  }
}
