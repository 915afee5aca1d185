import type {
  Catalog,
  CatalogEntry,
  CatalogPage,
  ExclusiveOptions,
  ListOptions,
  OperationOptions,
  RepositoryPush,
  SearchOptions,
  SearchResult,
} from '@moorage/catalog-core'
import { CatalogLife, exclusivelyByFile, FileLock } from '@moorage/catalog-core/kit'
import { catalogName } from './catalog-name.ts'
import { Database, type Prepare } from './database.ts'
import { toEntry } from './entries.ts'
import { search } from './search.ts'

/** Rows that are read, or written in a transaction, in one step: a millisecond's work. */
const rowsOfStep = 500

const selectAll = 'SELECT name, createTime FROM repositories'
const selectFirst = `${selectAll} ORDER BY name LIMIT ?`
const selectBehind = `${selectAll} WHERE name > ? ORDER BY name LIMIT ?`
const insertName = 'INSERT INTO repositories (name) VALUES (?) ON CONFLICT DO NOTHING'
const insertPush = `INSERT INTO repositories (name, createTime) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET createTime = excluded.createTime WHERE excluded.createTime > createTime`
const deleteName = 'DELETE FROM repositories WHERE name = ?'

export class SqliteCatalog implements Catalog {
  readonly name: string = catalogName
  readonly capabilities: Catalog['capabilities'] = { pushTimes: true }
  readonly #life = new CatalogLife(catalogName)
  readonly #database: Database
  readonly #turn: FileLock

  /** @param path absolute */
  constructor(path: string, busyTimeoutMs: number) {
    this.#database = new Database(this.#life, path, busyTimeoutMs)
    this.#turn = new FileLock(this.#life, { path: `${path}-turn`, like: path })
  }

  async list({ after, limit, signal }: ListOptions): Promise<CatalogPage> {
    const entries: CatalogEntry[] = []
    let last = after
    // One more than the page has tells whether more follow.
    for (;;) {
      const wanted = Math.min(limit + 1 - entries.length, rowsOfStep)
      const some = await this.#database.step((prepare) => readEntries(prepare, last, wanted), signal)
      entries.push(...some)
      if (some.length < wanted || entries.length > limit) break
      last = some.at(-1)?.name
    }
    return { entries: entries.slice(0, limit), more: entries.length > limit }
  }

  search(options: SearchOptions): Promise<SearchResult> {
    return search(this.#database, options)
  }

  record(pushes: readonly RepositoryPush[], options: OperationOptions = {}): Promise<void> {
    return this.#write(pushes, options, (prepare, { name, pushedAt }) => {
      prepare(insertPush).run(name, Math.floor(pushedAt.getTime() / 1000))
    })
  }

  add(names: readonly string[], options: OperationOptions = {}): Promise<void> {
    return this.#write(names, options, (prepare, name) => prepare(insertName).run(name))
  }

  remove(names: readonly string[], options: OperationOptions = {}): Promise<void> {
    return this.#write(names, options, (prepare, name) => prepare(deleteName).run(name))
  }

  exclusively<Result>(work: (signal: AbortSignal) => Promise<Result>, options: ExclusiveOptions): Promise<Result> {
    return exclusivelyByFile(this.#turn, this.#life, work, options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.end()
    this.#database.close()
  }

  async #write<Item>(
    items: readonly Item[],
    { signal }: OperationOptions,
    writeOne: (prepare: Prepare, item: Item) => void,
  ): Promise<void> {
    this.#life.check(signal)
    for (let start = 0; start < items.length; start += rowsOfStep) {
      const some = items.slice(start, start + rowsOfStep)
      await this.#database.transaction((prepare) => {
        for (const item of some) writeOne(prepare, item)
      }, signal)
    }
  }
}

function readEntries(prepare: Prepare, after: string | undefined, limit: number): readonly CatalogEntry[] {
  const rows = after === undefined ? prepare(selectFirst).all(limit) : prepare(selectBehind).all(after, limit)
  return rows.map(toEntry)
}
