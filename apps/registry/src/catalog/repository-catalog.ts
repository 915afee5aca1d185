/** A page of repositories' names. */
export interface RepositoryPage {
  /** In byte order. */
  readonly repositories: readonly string[]
  /** Whether more repositories follow. */
  readonly more: boolean
}

export interface RepositorySearch {
  /** In byte order. */
  readonly repositories: readonly string[]
  /** How many repositories match altogether. */
  readonly total: number
}

/** The names of the repositories that have manifests, as the end points need them. */
export interface RepositoryCatalog extends AsyncDisposable {
  /**
   * @param after only names behind this text, whatever it is
   * @param limit most names of the page
   */
  list(after: string | undefined, limit: number): Promise<RepositoryPage>
  /**
   * @param term what names contain, in any case
   * @param offset matches to leave out before the first one
   * @param limit most names of the answer
   */
  search(term: string, offset: number, limit: number): Promise<RepositorySearch>
  /** Told of each push of a manifest, once the store has it. Never fails. */
  pushed(name: string): Promise<void>
  /** Told of each deletion of a manifest, once the store has lost it. Fails only as the store does. */
  deleted(name: string): Promise<void>
}
