import type { Catalog, CatalogEntry } from '@moorage/catalog-core'
import type { Logger } from 'pino'
import type { CatalogMetrics } from './catalog-metrics.ts'
import { Reconciling } from './reconciling.ts'
import type { RepositoryCatalog, RepositoryPage, RepositorySearch } from './repository-catalog.ts'
import type { StorageListing } from './storage-listing.ts'
import { WriteQueue } from './write-queue.ts'

export interface KeptCatalogOptions {
  readonly catalog: Catalog
  readonly listing: StorageListing
  /** Milliseconds that a push waits for its row. */
  readonly writeTimeoutMs: number
  readonly logger: Logger
  readonly metrics: CatalogMetrics | undefined
}

/** The catalog of a registry that keeps one: a database, or a file. */
export class KeptCatalog implements RepositoryCatalog {
  readonly #catalog: Catalog
  readonly #listing: StorageListing
  readonly #metrics: CatalogMetrics | undefined
  readonly #queue: WriteQueue
  readonly #reconciling: Reconciling

  constructor({ catalog, listing, writeTimeoutMs, logger, metrics }: KeptCatalogOptions) {
    this.#catalog = catalog
    this.#listing = listing
    this.#metrics = metrics
    this.#queue = new WriteQueue({ catalog, source: listing, writeTimeoutMs, logger, metrics })
    metrics?.queue(() => this.#queue.length)
    this.#reconciling = new Reconciling({ catalog, source: listing, logger, metrics })
  }

  async list(after: string | undefined, limit: number): Promise<RepositoryPage> {
    const page = await this.#counted('list', this.#catalog.list({ after, limit }))
    return { repositories: page.entries.map(nameOf), more: page.more }
  }

  async search(term: string, offset: number, limit: number): Promise<RepositorySearch> {
    const found = await this.#counted('search', this.#catalog.search({ term, offset, limit }))
    return { repositories: found.entries.map(nameOf), total: found.total }
  }

  async pushed(name: string): Promise<void> {
    this.#listing.pushed(name)
    await this.#queue.pushed(name)
  }

  async deleted(name: string): Promise<void> {
    await this.#listing.deleted(name)
    await this.#queue.deleted(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reconciling[Symbol.asyncDispose]()
    await this.#queue[Symbol.asyncDispose]()
  }

  async #counted<Answer>(operation: 'list' | 'search', answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer
    } catch (error) {
      this.#metrics?.failed(operation)
      throw error
    }
  }
}

function nameOf({ name }: CatalogEntry): string {
  return name
}
