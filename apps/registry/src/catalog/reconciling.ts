import { type Catalog, isCatalogError, reconcileCatalog, type RepositorySource } from '@moorage/catalog-core'
import type { Logger } from 'pino'
import type { CatalogMetrics } from './catalog-metrics.ts'
import { Retrying } from './retrying.ts'

export interface ReconcilingOptions {
  readonly catalog: Catalog
  readonly source: RepositorySource
  readonly logger: Logger
  readonly metrics: CatalogMetrics | undefined
}

/** Makes a catalog equal to the store when a registry starts, beside the requests; tried again until it succeeds. */
export class Reconciling implements AsyncDisposable {
  readonly #options: ReconcilingOptions
  readonly #retrying = new Retrying()
  readonly #abort = new AbortController()
  readonly #done: Promise<void>

  constructor(options: ReconcilingOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    this.#retrying[Symbol.dispose]()
    await this.#done
  }

  async #run(): Promise<void> {
    const { catalog, source, logger, metrics } = this.#options
    do {
      try {
        const startedAt = performance.now()
        const result = await reconcileCatalog(catalog, source, { signal: this.#abort.signal })
        metrics?.reconciled(result)
        const seconds = Math.round((performance.now() - startedAt) / 100) / 10
        logger.info({ catalog: catalog.name, ...result, seconds }, 'the catalog has the repositories of the store')
        return
      } catch (error) {
        if (this.#abort.signal.aborted) return
        if (!isCatalogError(error, 'BUSY')) metrics?.failed('reconcile')
        logger.error(
          { err: error, catalog: catalog.name },
          'the catalog could not be compared with the store: tried again',
        )
        this.#retrying.failed()
      }
    } while (await this.#retrying.wait())
  }
}
