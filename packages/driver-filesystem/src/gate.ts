import { DriverError, type StoragePath } from '@moorage/driver-core'
import { aborted, throwIfAborted } from '@moorage/driver-core/kit'
import { driverName } from './error-mapping.ts'

export interface GateOptions {
  /** Most that are inside at the same time. */
  readonly limit: number
  /** Milliseconds after which one that waits gives up with `UNAVAILABLE`. Default: never. */
  readonly patienceMs?: number | undefined
  /** What there is not enough of, for the message. */
  readonly resource: string
}

interface Waiter {
  readonly admit: () => void
}

/** Lets a limited number in; others wait in the order in which they came. */
export class Gate {
  readonly #options: GateOptions
  readonly #waiting = new Set<Waiter>()
  #inside = 0

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** Lets in at once, or resolves when there is room; `leave` must be called once for each time. */
  enter(path: StoragePath, signal: AbortSignal | undefined): Promise<void> | undefined {
    throwIfAborted(driverName, path, signal)
    if (this.#inside >= this.#options.limit) return this.#wait(path, signal)
    this.#inside += 1
    return undefined
  }

  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#inside -= 1
    else next.admit()
  }

  /** Runs `task` inside. */
  async pass<Result>(path: StoragePath, signal: AbortSignal | undefined, task: () => Promise<Result>): Promise<Result> {
    const wait = this.enter(path, signal)
    if (wait !== undefined) await wait
    try {
      return await task()
    } finally {
      this.leave()
    }
  }

  async #wait(path: StoragePath, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const waiter: Waiter = {
      admit: () => {
        settle()
        resolve(undefined)
      },
    }
    const onAbort = (): void => {
      settle()
      if (signal !== undefined) reject(aborted(driverName, path, signal))
    }
    const onImpatience = (): void => {
      settle()
      const message = `too many ${this.#options.resource} (the limit is ${this.#options.limit})`
      reject(new DriverError({ code: 'UNAVAILABLE', driver: driverName, path, message }))
    }
    const { patienceMs } = this.#options
    const timer = patienceMs === undefined ? undefined : setTimeout(onImpatience, patienceMs)
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      this.#waiting.delete(waiter)
    }
    signal?.addEventListener('abort', onAbort)
    this.#waiting.add(waiter)
    await promise
  }
}
