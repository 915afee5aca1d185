import { setImmediate } from 'node:timers/promises'
import {
  type Catalog,
  type CatalogContext,
  CatalogError,
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
import { type CatalogLife, exclusivelyByFile, type FileLock } from '@moorage/catalog-core/kit'
import { catalogName } from './catalog-name.ts'
import { type Change, ChangeQueue } from './change-queue.ts'
import { changeLock, turnLock } from './disk/locks.ts'
import { NamesFile } from './names-file.ts'
import { hasName, namesBehind } from './names/sorted-names.ts'

/** Names that are searched before others have their turn: a millisecond's work. */
const namesOfStretch = 5000

/** How long a change waits for the lock of the file; it is held for one write. */
const lockTimeoutMs = 10_000

export class FileCatalog implements Catalog {
  readonly name: string = catalogName
  readonly capabilities: Catalog['capabilities'] = { pushTimes: false }
  readonly #life: CatalogLife
  readonly #context: CatalogContext
  readonly #file: NamesFile
  readonly #lock: FileLock
  readonly #turn: FileLock
  readonly #changes: ChangeQueue
  /** Whether names were appended since the file was sorted last. */
  #hasAppended = false

  /** @param path absolute, and without symbolic links, so that all processes find the same locks */
  constructor(life: CatalogLife, path: string, context: CatalogContext) {
    this.#life = life
    this.#context = context
    this.#file = new NamesFile(path, context)
    this.#lock = changeLock(life, path)
    this.#turn = turnLock(life, path)
    this.#changes = new ChangeQueue(this.#life, (take) => this.#withLock(() => this.#make(take())))
  }

  async list({ after, limit, signal }: ListOptions): Promise<CatalogPage> {
    const names = await this.#names(signal)
    const some = namesBehind(names, after, limit + 1)
    return { entries: some.slice(0, limit).map(toEntry), more: some.length > limit }
  }

  async search({ term, offset, limit, signal }: SearchOptions): Promise<SearchResult> {
    const lowered = term.toLowerCase()
    const names = await this.#names(signal)
    const found: string[] = []
    for (let start = 0; start < names.length; start += namesOfStretch) {
      if (start > 0) await setImmediate()
      this.#life.check(signal)
      found.push(...names.slice(start, start + namesOfStretch).filter((name) => name.includes(lowered)))
    }
    return { entries: found.slice(offset, offset + limit).map(toEntry), total: found.length }
  }

  record(pushes: readonly RepositoryPush[], options: OperationOptions = {}): Promise<void> {
    return this.add(
      pushes.map(({ name }) => name),
      options,
    )
  }

  async add(names: readonly string[], { signal }: OperationOptions = {}): Promise<void> {
    const known = await this.#names(signal)
    const wrong = names.find((name) => !isRepositoryName(name))
    if (wrong !== undefined) {
      const message = `${JSON.stringify(wrong)} cannot be the name of a repository, and is not written into the list`
      throw new CatalogError({ code: 'UNEXPECTED', catalog: catalogName, message })
    }
    if (names.every((name) => hasName(known, name))) return
    await this.#changes.submit({ names, isThere: true }, signal)
  }

  async remove(names: readonly string[], { signal }: OperationOptions = {}): Promise<void> {
    const known = await this.#names(signal)
    if (!names.some((name) => hasName(known, name))) return
    await this.#changes.submit({ names, isThere: false }, signal)
  }

  exclusively<Result>(work: (signal: AbortSignal) => Promise<Result>, options: ExclusiveOptions): Promise<Result> {
    const workAndSort = async (signal: AbortSignal): Promise<Result> => {
      const result = await work(signal)
      if (this.#hasAppended && !signal.aborted) await this.#sort()
      return result
    }
    return exclusivelyByFile(this.#turn, this.#life, workAndSort, options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.end()
    await this.#changes.end()
  }

  async #names(signal: AbortSignal | undefined): Promise<readonly string[]> {
    this.#life.check(signal)
    const names = await this.#file.names()
    this.#life.check(signal)
    return names
  }

  async #withLock(work: () => Promise<void>): Promise<void> {
    const held = await this.#lock.take({ timeoutMs: lockTimeoutMs })
    try {
      await work()
    } finally {
      held[Symbol.dispose]()
    }
  }

  async #make(changes: readonly Change[]): Promise<void> {
    const wanted = new Map<string, boolean>()
    for (const { names, isThere } of changes) for (const name of names) wanted.set(name, isThere)
    const known = await this.#file.names()
    const differing = [...wanted].filter(([name, isThere]) => hasName(known, name) !== isThere)
    const namesThat = (shallBeThere: boolean): readonly string[] =>
      differing.filter(([, isThere]) => isThere === shallBeThere).map(([name]) => name)
    const added = namesThat(true).toSorted()
    const removed = namesThat(false)
    if (removed.length > 0) {
      await this.#file.rewrite(added, removed)
      this.#hasAppended = false
    } else if (added.length > 0) {
      await this.#file.append(added)
      this.#hasAppended = true
    }
  }

  /** Nothing is lost when it fails: an order is for those who read the file themselves. */
  async #sort(): Promise<void> {
    try {
      await this.#withLock(async () => {
        if (!(await this.#file.isTidy())) await this.#file.rewrite([], [])
      })
      this.#hasAppended = false
    } catch (error) {
      this.#context.warn?.(`the list could not be sorted: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

function toEntry(name: string): CatalogEntry {
  return { name, pushedAt: undefined }
}
