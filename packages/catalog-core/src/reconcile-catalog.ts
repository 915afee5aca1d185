import type { Catalog } from './catalog.ts'
import { catalogNames } from './catalog-names.ts'
import { type Difference, differencesOf } from './differences.ts'
import type { RepositorySource } from './repository-source.ts'
import { look, settle } from './settle.ts'

/** Names that are written at once. */
const batchSize = 500

export interface ReconcileOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds to wait while another process reconciles the same catalog. Default 600,000: ten minutes. */
  readonly timeoutMs?: number | undefined
  /** Finds the differences and changes nothing. Default false. */
  readonly dryRun?: boolean | undefined
  /** Called for each difference, in byte order of the names. */
  readonly onDifference?: ((difference: Difference) => void) | undefined
  /** Called with how many repositories of the source were looked at so far. */
  readonly onProgress?: ((repositories: number) => void) | undefined
}

export interface ReconcileResult {
  /** Repositories that the source has. */
  readonly repositories: number
  /** Those that the catalog did not have. */
  readonly added: number
  /** Names in the catalog that are no repositories. */
  readonly removed: number
}

/**
 * Makes the names in a catalog those of the source, changing only what differs: a reader never sees the catalog empty.
 * Pushes and deletions go on meanwhile, here and in other processes: what differs is looked at again around each
 * change, so that what they record is not undone.
 * @throws CatalogError `BUSY` when another process reconciles for longer than `timeoutMs`
 */
export async function reconcileCatalog(
  catalog: Catalog,
  source: RepositorySource,
  options: ReconcileOptions = {},
): Promise<ReconcileResult> {
  if (options.dryRun === true) return compare(catalog, source, options, options.signal)
  const { timeoutMs = 600_000, signal } = options
  return catalog.exclusively(
    (turn) => compare(catalog, source, options, signal === undefined ? turn : AbortSignal.any([turn, signal])),
    { timeoutMs, signal },
  )
}

async function compare(
  catalog: Catalog,
  source: RepositorySource,
  options: ReconcileOptions,
  signal: AbortSignal | undefined,
): Promise<ReconcileResult> {
  const result = { repositories: 0, added: 0, removed: 0 }
  const changes = new Changes(catalog, source, signal)
  const names = counted(source.names({ signal }), (count) => {
    result.repositories = count
    options.onProgress?.(count)
  })
  for await (const difference of differencesOf(names, catalogNames(catalog, { signal }))) {
    options.onDifference?.(difference)
    if (difference.kind === 'missing') result.added += 1
    else result.removed += 1
    if (options.dryRun !== true) await changes.add(difference)
  }
  await changes.write()
  return result
}

/** Gathers differences, and writes many at once. */
class Changes {
  readonly #catalog: Catalog
  readonly #source: RepositorySource
  readonly #signal: AbortSignal | undefined
  #missing: string[] = []
  #surplus: string[] = []

  constructor(catalog: Catalog, source: RepositorySource, signal: AbortSignal | undefined) {
    this.#catalog = catalog
    this.#source = source
    this.#signal = signal
  }

  async add({ kind, name }: Difference): Promise<void> {
    if (kind === 'missing') this.#missing.push(name)
    else this.#surplus.push(name)
    if (this.#missing.length + this.#surplus.length >= batchSize) await this.write()
  }

  async write(): Promise<void> {
    const options = { signal: this.#signal }
    const missing = this.#missing.map((name) => ({ name, isThere: true }))
    // What the listing had passed already may have been pushed since.
    const surplus = await look(this.#source, this.#surplus, options)
    this.#missing = []
    this.#surplus = []
    await settle(this.#catalog, this.#source, [...missing, ...surplus], options)
  }
}

async function* counted(names: AsyncIterable<string>, tell: (count: number) => void): AsyncGenerator<string> {
  let count = 0
  for await (const name of names) {
    count += 1
    tell(count)
    yield name
  }
}
