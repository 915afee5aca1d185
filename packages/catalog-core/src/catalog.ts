export interface OperationOptions {
  /** Ends the call with `ABORTED`. */
  readonly signal?: AbortSignal | undefined
}

/** What a catalog can do, as data; the conformance suite chooses its cases by it. */
export interface CatalogCapabilities {
  /** Whether it keeps when a repository was last pushed to. */
  readonly pushTimes: boolean
}

/** A push of a manifest to a repository. */
export interface RepositoryPush {
  readonly name: string
  /** Kept to the second. */
  readonly pushedAt: Date
}

export interface CatalogEntry {
  readonly name: string
  /** The newest push that was recorded; undefined where none was, or where the catalog keeps no times. */
  readonly pushedAt: Date | undefined
}

export interface ListOptions extends OperationOptions {
  /** Only names behind this one, which need not exist. Default: from the first on. */
  readonly after?: string | undefined
  /** Most entries of the page; 1 or more. */
  readonly limit: number
}

export interface CatalogPage {
  /** In byte order of their names. */
  readonly entries: readonly CatalogEntry[]
  /** Whether more entries follow. */
  readonly more: boolean
}

export interface SearchOptions extends OperationOptions {
  /** Text that names contain, in any case; nothing in it has a special meaning. An empty one is in every name. */
  readonly term: string
  /** Matches to leave out before the first one. */
  readonly offset: number
  /** Most matches in the answer; 1 or more. */
  readonly limit: number
}

export interface SearchResult {
  /** In byte order of their names. */
  readonly entries: readonly CatalogEntry[]
  /** How many names match altogether. */
  readonly total: number
}

export interface ExclusiveOptions extends OperationOptions {
  /** Milliseconds to wait for the turn before `BUSY`. */
  readonly timeoutMs: number
}

/**
 * The names of a registry's repositories, kept where they are found faster than in the registry's storage. Storage is
 * the truth: a catalog can be lost and made again from it with `reconcileCatalog`.
 *
 * A name is one of the OCI distribution specification: lower case letters, digits, `.`, `_`, `-` and `/`, at most
 * 255 bytes. "Byte order" is that of the names as ASCII: `a`, `a-b`, `a.b`, `a/b`, `a0`, `a_b`, `ab`.
 *
 * Changes are seen by every reader, in this process and others, once the promise is fulfilled. Every failure is a
 * `CatalogError`.
 */
export interface Catalog extends AsyncDisposable {
  /** Such as `mysql`; stands at the head of messages. */
  readonly name: string
  readonly capabilities: CatalogCapabilities
  list(options: ListOptions): Promise<CatalogPage>
  search(options: SearchOptions): Promise<SearchResult>
  /** Adds repositories, or moves their times forward: a push that is older than the recorded one changes nothing. */
  record(pushes: readonly RepositoryPush[], options?: OperationOptions): Promise<void>
  /** Adds names without a time; those that are there already stay as they are. */
  add(names: readonly string[], options?: OperationOptions): Promise<void>
  /** Takes names out; those that are not there are no error. */
  remove(names: readonly string[], options?: OperationOptions): Promise<void>
  /**
   * Does `work` while no other process that uses the same catalog does work of its own so. Everything else goes on
   * meanwhile. The turn ends with `work`, and with the process.
   * @param work its signal is given when the turn is lost before its end, such as with a connection
   * @throws CatalogError `BUSY` when the turn does not come in time
   */
  exclusively<Result>(work: (signal: AbortSignal) => Promise<Result>, options: ExclusiveOptions): Promise<Result>
}
