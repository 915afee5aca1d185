import type { RepositoryCatalog, RepositoryPage, RepositorySearch } from './repository-catalog.ts'
import type { StorageListing } from './storage-listing.ts'

/** The catalog of a registry that keeps none: every answer comes from a listing of the store. */
export class ListedCatalog implements RepositoryCatalog {
  readonly #listing: StorageListing
  /** A search looks through all names: those who search at the same time share one look. */
  #allNames: Promise<readonly string[]> | undefined

  constructor(listing: StorageListing) {
    this.#listing = listing
  }

  async list(after: string | undefined, limit: number): Promise<RepositoryPage> {
    const repositories: string[] = []
    for await (const name of this.#listing.names({ after, ahead: limit })) {
      if (repositories.length === limit) return { repositories, more: true }
      repositories.push(name)
    }
    return { repositories, more: false }
  }

  async search(term: string, offset: number, limit: number): Promise<RepositorySearch> {
    this.#allNames ??= Array.fromAsync(this.#listing.names()).finally(() => {
      this.#allNames = undefined
    })
    const wanted = term.toLowerCase()
    const found = (await this.#allNames).filter((name) => name.includes(wanted))
    return { repositories: found.slice(offset, offset + limit), total: found.length }
  }

  async pushed(name: string): Promise<void> {
    this.#listing.pushed(name)
  }

  async deleted(name: string): Promise<void> {
    await this.#listing.deleted(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It holds nothing.
  }
}
