export interface CatalogPage {
  readonly repositories: readonly string[]
  /** Whether more repositories follow. */
  readonly more: boolean
}

/** The names of the repositories that have manifests. */
export interface Catalog {
  /**
   * Names in order of their parts (`a`, `a/b`, `a-b`), as the Go registry orders them.
   * @param after only names behind this one, which need not exist
   * @param limit most names of the page
   */
  list(after: string | undefined, limit: number): Promise<CatalogPage>
  /** Told of each push of a manifest. */
  record(name: string): Promise<void>
}
