import type { StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import type { UploadPurgingConfiguration } from '../config/configuration.ts'
import { purgeUploads } from './purge-uploads.ts'

/** The first run comes within an hour, at a moment of chance: replicas that start together do not all walk the store at once. */
const firstRunWithinMs = 60 * 60 * 1000

/** Purges unfinished uploads from time to time (`storage.maintenance.uploadpurging`). */
export class UploadPurging implements AsyncDisposable {
  readonly #driver: StorageDriver
  readonly #purging: UploadPurgingConfiguration
  readonly #logger: Logger
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(driver: StorageDriver, purging: UploadPurgingConfiguration, logger: Logger) {
    this.#driver = driver
    this.#purging = purging
    this.#logger = logger
    if (purging.enabled) this.#schedule(Math.random() * Math.min(firstRunWithinMs, purging.interval))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer)
    this.#stop.abort()
    await this.#running
  }

  #schedule(delayMs: number): void {
    // A longer time than a timer can count would end at once.
    this.#timer = setTimeout(
      () => {
        this.#running = this.#run()
      },
      Math.min(delayMs, 2 ** 31 - 1),
    )
    this.#timer.unref()
  }

  async #run(): Promise<void> {
    const { age, dryrun, interval } = this.#purging
    const options = { before: new Date(Date.now() - age), dryRun: dryrun, signal: this.#stop.signal }
    let count = 0
    try {
      for await (const folder of purgeUploads(this.#driver, options)) {
        count += 1
        this.#logger.info({ upload: folder, dryrun }, 'an upload that nobody finished is purged')
      }
      this.#logger.info({ uploads: count, dryrun }, 'unfinished uploads are purged')
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#logger.error({ err: error }, 'unfinished uploads could not be purged')
    }
    if (!this.#stop.signal.aborted) this.#schedule(interval)
  }
}
