import {
  type Catalog,
  type CatalogEntry,
  CatalogError,
  type CatalogErrorCode,
  type CatalogPage,
  compareNames,
  type ExclusiveOptions,
  type ListOptions,
  type OperationOptions,
  type RepositoryPush,
  type SearchOptions,
  type SearchResult,
} from '@moorage/catalog-core'

/** What catalogs on the same data share. */
export class MemoryCatalogData {
  /** Seconds since 1970 of the newest push; 0 for none. */
  readonly repositories: Map<string, number> = new Map<string, number>()
  /** Ends with the exclusive work that is done now. */
  turn: Promise<void> | undefined
}

/** A catalog in memory, for tests of whatever uses one; also the shortest example of what a catalog does. */
export class MemoryCatalog implements Catalog {
  readonly name = 'memory'
  readonly capabilities: Catalog['capabilities'] = { pushTimes: true }
  readonly #data: MemoryCatalogData
  readonly #closing = new AbortController()

  constructor(data: MemoryCatalogData = new MemoryCatalogData()) {
    this.#data = data
  }

  async list({ after, limit, signal }: ListOptions): Promise<CatalogPage> {
    this.#check(signal)
    const behind = this.#entries().filter(({ name }) => after === undefined || compareNames(name, after) > 0)
    return { entries: behind.slice(0, limit), more: behind.length > limit }
  }

  async search({ term, offset, limit, signal }: SearchOptions): Promise<SearchResult> {
    this.#check(signal)
    const found = this.#entries().filter(({ name }) => name.includes(term.toLowerCase()))
    return { entries: found.slice(offset, offset + limit), total: found.length }
  }

  async record(pushes: readonly RepositoryPush[], options: OperationOptions = {}): Promise<void> {
    this.#check(options.signal)
    for (const { name, pushedAt } of pushes) this.#put(name, Math.floor(pushedAt.getTime() / 1000))
  }

  async add(names: readonly string[], options: OperationOptions = {}): Promise<void> {
    this.#check(options.signal)
    for (const name of names) this.#put(name, 0)
  }

  async remove(names: readonly string[], options: OperationOptions = {}): Promise<void> {
    this.#check(options.signal)
    for (const name of names) this.#data.repositories.delete(name)
  }

  async exclusively<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    { timeoutMs, signal }: ExclusiveOptions,
  ): Promise<Result> {
    this.#check(signal)
    const late = AbortSignal.timeout(timeoutMs)
    const givenUp = AbortSignal.any([late, this.#closing.signal, ...(signal === undefined ? [] : [signal])])
    while (this.#data.turn !== undefined) {
      await Promise.race([this.#data.turn, aborted(givenUp)])
      this.#check(signal)
      if (late.aborted) throw this.#error('BUSY', `another has the turn for more than ${timeoutMs} ms`)
    }
    const turn = Promise.withResolvers<void>()
    this.#data.turn = turn.promise
    try {
      return await work(this.#closing.signal)
    } finally {
      this.#data.turn = undefined
      turn.resolve()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
  }

  #entries(): CatalogEntry[] {
    return [...this.#data.repositories]
      .map(([name, seconds]) => ({ name, pushedAt: seconds === 0 ? undefined : new Date(seconds * 1000) }))
      .toSorted((one, other) => compareNames(one.name, other.name))
  }

  #put(name: string, seconds: number): void {
    this.#data.repositories.set(name, Math.max(seconds, this.#data.repositories.get(name) ?? 0))
  }

  #check(signal: AbortSignal | undefined): void {
    if (this.#closing.signal.aborted) throw this.#error('CLOSED', 'the catalog was closed')
    if (signal?.aborted === true) throw this.#error('ABORTED', 'the call was aborted')
  }

  #error(code: CatalogErrorCode, message: string): CatalogError {
    return new CatalogError({ code, catalog: this.name, message })
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
