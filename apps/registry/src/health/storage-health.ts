import { isDriverError, type StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import type { HealthConfiguration } from '../config/configuration.ts'
import { RegistryError } from '../errors/registry-error.ts'
import { repositoriesRoot } from '../storage/layout.ts'

/** Asks the store from time to time whether it answers (`health.storagedriver`). */
export class StorageHealth implements Disposable {
  readonly #driver: StorageDriver
  readonly #threshold: number
  readonly #logger: Logger
  readonly #timer: NodeJS.Timeout | undefined
  readonly #intervalMs: number
  #failures = 0
  #isChecking = false
  #question: Promise<unknown> | undefined

  constructor(driver: StorageDriver, health: HealthConfiguration['storagedriver'], logger: Logger) {
    this.#driver = driver
    this.#threshold = Math.max(1, health.threshold)
    this.#intervalMs = health.interval
    this.#logger = logger
    if (!health.enabled) return
    this.#timer = setInterval(() => void this.check(), health.interval)
    this.#timer.unref()
  }

  /** What a client is told while the store fails; undefined while it works. */
  get error(): RegistryError | undefined {
    if (this.#failures < this.#threshold) return undefined
    return new RegistryError('UNAVAILABLE', {
      message: 'the store does not answer; the registry comes back with it',
      detail: { check: 'storagedriver' },
      headers: { 'Retry-After': String(Math.max(1, Math.ceil(this.#intervalMs / 1000))) },
    })
  }

  async check(): Promise<void> {
    if (this.#isChecking) return
    this.#isChecking = true
    try {
      await this.#ask()
      this.#succeed()
    } catch (error) {
      // An empty store has no such directory, nor has an object store a file of its name: it answers all the same. So does one that throttles: to refuse every request would make of a slow store none.
      if (isDriverError(error, 'PATH_NOT_FOUND', 'RATE_LIMITED')) this.#succeed()
      else this.#fail(error)
    } finally {
      this.#isChecking = false
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  /** A store that hangs may not heed a signal: the clock decides. One that hangs is not asked again until it answers. */
  async #ask(): Promise<void> {
    // The root of an object store is always there: it would answer without being asked.
    this.#question ??= this.#driver.stat(repositoriesRoot, { as: 'file' }).finally(() => {
      this.#question = undefined
    })
    const timeoutMs = Math.max(1000, this.#intervalMs)
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error(`the store did not answer within ${timeoutMs} ms`)), timeoutMs)
    timer.unref()
    try {
      await Promise.race([this.#question, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #succeed(): void {
    if (this.#failures >= this.#threshold) this.#logger.info('the store answers again')
    this.#failures = 0
  }

  #fail(error: unknown): void {
    this.#failures += 1
    if (this.#failures === this.#threshold) {
      this.#logger.error({ err: error }, 'the store does not answer: requests are refused until it does')
    }
  }
}
