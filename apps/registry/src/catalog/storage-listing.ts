import {
  baseName,
  isDriverError,
  isPathComponent,
  parentPath,
  type StorageDriver,
  type StoragePath,
} from '@moorage/driver-core'
import { compareNames, type OperationOptions, type RepositorySource } from '@moorage/catalog-core'
import { TimedCache } from '../cache/timed-cache.ts'
import type { CacheConfiguration } from '../config/configuration.ts'
import { isObjectStore } from '../storage/is-object-store.ts'
import { isPresent } from '../storage/link.ts'
import {
  emptiedMarkPath,
  emptiedPath,
  manifestsPath,
  repositoriesRoot,
  repositoryPath,
  revisionsPath,
} from '../storage/layout.ts'
import { mapAhead } from './map-ahead.ts'

/** Directories that are listed at the same time, ahead of the one whose turn it is. */
const mostListedAhead = 16
const rememberedParts = 50_000

export interface NamesOptions extends OperationOptions {
  /** Only names behind this text, whatever it is. Default: all. */
  readonly after?: string | undefined
  /** Directories that are listed ahead of their turn: fewer for a small page. Default and most: 16. */
  readonly ahead?: number | undefined
}

/** A directory that is part of repositories' names. */
interface NamePart {
  readonly name: string
  readonly isRepository: boolean
  /** Names of the directories in it that are parts of names, in byte order. */
  readonly children: readonly string[]
}

/**
 * The repositories as the store itself has them: the directories with `_manifests` in them. Each of them is listed once,
 * and so is each directory that leads to one; their tags, manifests and layers are not looked at.
 *
 * Of a repository without manifests a file system keeps the directories. It gets a mark when its last manifest is
 * deleted; of those with a mark it is looked whether there is a manifest again.
 */
export class StorageListing implements RepositorySource {
  readonly #driver: StorageDriver
  readonly #parts: TimedCache<NamePart>
  readonly #keepsEmptyDirectories: boolean

  constructor(driver: StorageDriver, cache: CacheConfiguration) {
    this.#driver = driver
    this.#parts = new TimedCache({ max: rememberedParts, lifetimeMs: cache.lifetime })
    this.#keepsEmptyDirectories = !isObjectStore(driver.capabilities)
  }

  async *names(options: NamesOptions = {}): AsyncGenerator<string> {
    const { after, signal, ahead = mostListedAhead } = options
    yield* this.#below(this.#topNames(after), { after, signal, ahead: Math.min(ahead, mostListedAhead) })
  }

  /** Asks the store, whatever is remembered. */
  async has(name: string): Promise<boolean> {
    if (!this.#keepsEmptyDirectories) return this.#holdsFile(manifestsPath(name))
    if (!(await isPresent(this.#driver, manifestsPath(name)))) return false
    return !(await isPresent(this.#driver, emptiedPath(name))) || this.#holdsFile(revisionsPath(name))
  }

  /** Told of a push to a repository, once the store has it. */
  pushed(name: string): void {
    this.#forget(name)
  }

  /** Told that a manifest of a repository was deleted. */
  async deleted(name: string): Promise<void> {
    if (this.#keepsEmptyDirectories && !(await this.#holdsFile(revisionsPath(name)))) {
      await this.#driver.putContent(emptiedMarkPath(name), Buffer.from(new Date().toISOString()))
    }
    this.#forget(name)
  }

  /** Looks at a repository again. */
  #forget(name: string): void {
    // The name may be new, and so may be each of its parts.
    for (let path = repositoryPath(name); path !== repositoriesRoot; path = parentPath(path)) {
      this.#parts.forget(nameOf(path))
    }
  }

  /**
   * Repositories of these names and below them. What lies below `a` comes behind `a-b` and `a.b`, and before `a0`.
   * @param names in byte order
   */
  async *#below(
    names: AsyncIterable<string> | Iterable<string>,
    options: NamesOptions & { readonly ahead: number },
  ): AsyncGenerator<string> {
    const { after, signal, ahead } = options
    /** Those whose children are still to come, the next one last. */
    const open: NamePart[] = []
    for await (const part of mapAhead(names, ahead, (name) => this.#part(name))) {
      signal?.throwIfAborted()
      if (part === undefined) continue
      for (let last = open.at(-1); last !== undefined && `${last.name}/` < part.name; last = open.at(-1)) {
        open.pop()
        yield* this.#children(last, options)
      }
      if (part.isRepository && (after === undefined || compareNames(part.name, after) > 0)) yield part.name
      if (part.children.length > 0) open.push(part)
    }
    for (const part of open.toReversed()) yield* this.#children(part, options)
  }

  #children(part: NamePart, options: NamesOptions & { readonly ahead: number }): AsyncGenerator<string> {
    const names = part.children.map((child) => `${part.name}/${child}`)
    return this.#below(
      names.filter((name) => reachesBehind(name, options.after)),
      options,
    )
  }

  /** First parts of names, from those on that have names behind `after` below them. */
  async *#topNames(after: string | undefined): AsyncGenerator<string> {
    const first = after?.split('/')[0]
    const isName = first !== undefined && isPathComponent(first) && isPartOfName(first)
    if (isName) {
      // `a` comes before `a-b`, and what is below it behind.
      yield* beginningsOf(first)
      yield first
    }
    for await (const name of this.#directoriesIn(repositoriesRoot, isName ? first : undefined)) {
      if (isPartOfName(name) && reachesBehind(name, after)) yield name
    }
  }

  async #part(name: string): Promise<NamePart | undefined> {
    return this.#parts.get(name, () => this.#readPart(name))
  }

  async #readPart(name: string): Promise<NamePart> {
    const children: string[] = []
    const own = new Set<string>()
    for await (const child of this.#directoriesIn(repositoryPath(name))) {
      if (isPartOfName(child)) children.push(child)
      else own.add(child)
    }
    const isMarked = own.has(baseName(emptiedPath(name)))
    const isRepository =
      own.has(baseName(manifestsPath(name))) && (!isMarked || (await this.#holdsFile(revisionsPath(name))))
    return { name, isRepository, children }
  }

  /** Names of the directories in `path`; none where there is no such directory. */
  async *#directoriesIn(path: StoragePath, after?: string): AsyncGenerator<string> {
    const startAfter = after === undefined ? undefined : `${path}/${after}`
    try {
      for await (const entry of this.#driver.list(path, { startAfter })) {
        if (entry.kind === 'directory') yield baseName(entry.path)
      }
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
  }

  async #holdsFile(path: StoragePath): Promise<boolean> {
    try {
      for await (const entry of this.#driver.walk(path)) if (entry.kind === 'file') return true
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
    return false
  }
}

function nameOf(path: StoragePath): string {
  return path.slice(repositoriesRoot.length + 1)
}

/** The registry's own directories begin with an underscore, which no part of a name does. */
function isPartOfName(directory: string): boolean {
  return directory !== '' && !directory.startsWith('_')
}

/** Whether `name`, or what lies below it, may come behind `after`: `0` follows `/` in ASCII. */
function reachesBehind(name: string, after: string | undefined): boolean {
  return after === undefined || compareNames(`${name}0`, after) > 0
}

/** What lies before a `-` or `.` of a name: below `a`, and below `a-b`, names come behind `a-b.c`. */
function beginningsOf(part: string): readonly string[] {
  return [...part.matchAll(/[-.]/g)].map(({ index }) => part.slice(0, index)).filter(isPathComponent)
}
