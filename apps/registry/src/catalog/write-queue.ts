import { type Catalog, look, type RepositorySource, settle } from '@moorage/catalog-core'
import type { Logger } from 'pino'
import type { CatalogMetrics } from './catalog-metrics.ts'
import { Retrying } from './retrying.ts'

/** Rows that are written at once. */
const batchSize = 500

export interface WriteQueueOptions {
  readonly catalog: Catalog
  readonly source: RepositorySource
  /** Milliseconds that a push waits for its row. */
  readonly writeTimeoutMs: number
  readonly logger: Logger
  readonly metrics: CatalogMetrics | undefined
}

/**
 * Writes what is pushed and deleted into a catalog. A push waits for its row, though not for long: what the catalog
 * does not take in time stays in the queue, at most one row for each repository, and is tried again until it is written.
 */
export class WriteQueue implements AsyncDisposable {
  readonly #options: WriteQueueOptions
  readonly #retrying = new Retrying()
  readonly #abort = new AbortController()
  readonly #pushes = new Map<string, Date>()
  readonly #deletions = new Set<string>()
  /** Rows that were taken out of the queue, and that the catalog has not answered yet. */
  #rowsOnTheWay = 0
  /** Fulfilled when what is in the queue now was tried once. */
  #tried = Promise.withResolvers<void>()
  #isWriting = false
  #writing: Promise<void> = Promise.resolve()

  constructor(options: WriteQueueOptions) {
    this.#options = options
  }

  /** Rows that are not written yet. */
  get length(): number {
    return this.#pushes.size + this.#deletions.size + this.#rowsOnTheWay
  }

  /** Queues a push and waits until it is written, but no longer than `writeTimeoutMs`, and not at all while the catalog fails. */
  async pushed(name: string): Promise<void> {
    this.#pushes.set(name, new Date())
    await this.#triedOnce()
  }

  /** Queues a look at a repository of which a manifest was deleted, and waits as for a push. */
  async deleted(name: string): Promise<void> {
    this.#deletions.add(name)
    await this.#triedOnce()
  }

  /** Tries once more to write what is left, for as long as a push would wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.length > 0) {
      const tried = this.#begin()
      this.#retrying.hurry()
      // Where all rows are on their way already, there is no other try.
      await this.#patiently(Promise.race([tried, this.#writing]))
    }
    this.#abort.abort()
    this.#retrying[Symbol.dispose]()
    await this.#writing
    if (this.length === 0) return
    this.#options.logger.error(
      { catalog: this.#options.catalog.name, rows: this.length },
      'stopped before the catalog had taken all rows: the next start adds the names that are missing',
    )
  }

  /** Waits for a try, unless the catalog fails. */
  async #triedOnce(): Promise<void> {
    const tried = this.#begin()
    if (!this.#retrying.isFailing) await this.#patiently(tried)
  }

  /** Begins to write. @returns fulfilled when what is in the queue now was tried once */
  #begin(): Promise<void> {
    const tried = this.#tried.promise
    if (!this.#isWriting) {
      this.#isWriting = true
      this.#writing = this.#writeAll()
    }
    return tried
  }

  async #patiently(tried: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, this.#options.writeTimeoutMs)
    await Promise.race([tried, late.promise])
    clearTimeout(timer)
  }

  async #writeAll(): Promise<void> {
    const { catalog, logger, metrics } = this.#options
    while (this.length > 0) {
      const tried = this.#tried
      this.#tried = Promise.withResolvers<void>()
      try {
        const rows = await this.#writeSome()
        metrics?.written(rows)
        if (this.#retrying.succeeded()) logger.info({ catalog: catalog.name }, 'the catalog takes rows again')
      } catch (error) {
        metrics?.failed('write')
        if (!this.#retrying.isFailing) {
          const message = 'the catalog takes no rows: they are kept, and tried again until it does'
          logger.error({ err: error, catalog: catalog.name }, message)
        }
        this.#retrying.failed()
      }
      tried.resolve()
      if (!(await this.#retrying.wait())) break
    }
    this.#isWriting = false
  }

  /** Takes rows out of the queue, and puts back what could not be written, unless there is something newer. */
  async #writeSome(): Promise<number> {
    const { catalog, source } = this.#options
    const options = { signal: this.#abort.signal }
    const pushes = [...this.#pushes].slice(0, batchSize)
    const deletions = [...this.#deletions].slice(0, batchSize)
    for (const [name] of pushes) this.#pushes.delete(name)
    for (const name of deletions) this.#deletions.delete(name)
    this.#rowsOnTheWay = pushes.length + deletions.length
    try {
      await catalog.record(
        pushes.map(([name, pushedAt]) => ({ name, pushedAt })),
        options,
      )
      const found = await look(source, deletions, options)
      const emptied = found.filter(({ isThere }) => !isThere)
      await settle(catalog, source, emptied, options)
      return pushes.length + emptied.length
    } catch (error) {
      for (const [name, pushedAt] of pushes) if (!this.#pushes.has(name)) this.#pushes.set(name, pushedAt)
      for (const name of deletions) this.#deletions.add(name)
      throw error
    } finally {
      this.#rowsOnTheWay = 0
    }
  }
}
