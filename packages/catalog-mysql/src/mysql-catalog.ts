import {
  type Catalog,
  type CatalogEntry,
  type CatalogPage,
  type ExclusiveOptions,
  isRepositoryName,
  type ListOptions,
  type OperationOptions,
  type RepositoryPush,
  type SearchOptions,
  type SearchResult,
} from '@moorage/catalog-core'
import { catalogName } from './catalog-name.ts'
import type { Row } from './connections/connection.ts'
import type { Database } from './database.ts'
import { batchesOf, largestBatch, partsOf } from './names/batches.ts'
import { distinctNames } from './names/distinct-names.ts'
import { repair } from './repair.ts'
import { Turns } from './turns.ts'

/** Names of repositories in MySQL or MariaDB. */
export class MysqlCatalog implements Catalog {
  readonly name: string = catalogName
  readonly capabilities: Catalog['capabilities'] = { pushTimes: true }
  readonly #database: Database
  readonly #turns: Turns

  constructor(database: Database) {
    this.#database = database
    this.#turns = new Turns(database)
  }

  async list({ after, limit, signal }: ListOptions): Promise<CatalogPage> {
    const rows = await this.#database.read(signal, (session, statements) =>
      session.execute(statements.list, [Buffer.from(after ?? ''), limit + 1]),
    )
    return { entries: rows.slice(0, limit).map(entryOf), more: rows.length > limit }
  }

  search({ term, offset, limit, signal }: SearchOptions): Promise<SearchResult> {
    const bytes = Buffer.from(term.toLowerCase())
    return this.#database.read(signal, async (session, statements) => {
      const [count] = await session.execute(statements.count, [bytes])
      const rows = await session.execute(statements.search, [bytes, limit, offset])
      return { entries: rows.map(entryOf), total: Number(count?.[0]) }
    })
  }

  async record(pushes: readonly RepositoryPush[], { signal }: OperationOptions = {}): Promise<void> {
    this.#database.check(signal)
    const seconds = new Map<string, number>()
    for (const { name, pushedAt } of pushes) {
      seconds.set(name, Math.max(seconds.get(name) ?? 0, Math.floor(pushedAt.getTime() / 1000)))
    }
    for (const names of partsOf(distinctNames(seconds.keys()), largestBatch)) {
      await this.#database.write(signal, async (session, statements) => {
        for (const batch of batchesOf(names)) await session.execute(statements.insertNames(batch.length), batch)
        for (const batch of batchesOf(names)) {
          const values = batch.flatMap((name) => [name, seconds.get(name) ?? 0])
          await session.execute(statements.recordRepositories(batch.length), values)
        }
      })
    }
  }

  async add(names: readonly string[], { signal }: OperationOptions = {}): Promise<void> {
    this.#database.check(signal)
    for (const part of partsOf(distinctNames(names), largestBatch)) {
      await this.#database.write(signal, async (session, statements) => {
        for (const batch of batchesOf(part)) await session.execute(statements.insertNames(batch.length), batch)
        for (const batch of batchesOf(part)) await session.execute(statements.addRepositories(batch.length), batch)
      })
    }
  }

  async remove(names: readonly string[], { signal }: OperationOptions = {}): Promise<void> {
    this.#database.check(signal)
    for (const part of partsOf(knownNames(names), largestBatch)) {
      await this.#database.write(signal, async (session, statements) => {
        for (const batch of batchesOf(part)) await session.execute(statements.deleteNames(batch.length), batch)
        for (const batch of batchesOf(part)) await session.execute(statements.deleteRepositories(batch.length), batch)
      })
    }
  }

  exclusively<Result>(work: (signal: AbortSignal) => Promise<Result>, options: ExclusiveOptions): Promise<Result> {
    return this.#turns.exclusively(async (turn) => {
      // Whoever has the turn compares the catalog with storage, for which it must show what others have done.
      await this.#database.read(turn, repair)
      return work(turn)
    }, options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close()
  }
}

/** A name that is none is in no catalog: there is nothing to remove. */
function knownNames(names: readonly string[]): readonly string[] {
  return distinctNames(names.filter(isRepositoryName))
}

/** The last moment that a `Date` can be, in seconds. */
const mostSeconds = 8_640_000_000_000

function entryOf([name, createTime]: Row): CatalogEntry {
  const seconds = Number(createTime)
  const hasTime = seconds > 0 && seconds <= mostSeconds
  return { name: String(name), pushedAt: hasTime ? new Date(seconds * 1000) : undefined }
}
