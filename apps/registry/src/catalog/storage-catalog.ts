import {
  baseName,
  comparePaths,
  isDriverError,
  isWithin,
  parentPath,
  type StorageDriver,
  type StoragePath,
} from '@moorage/driver-core'
import { TimedCache } from '../cache/timed-cache.ts'
import type { CacheConfiguration } from '../config/configuration.ts'
import { repositoriesRoot, repositoryPath } from '../storage/layout.ts'
import type { Catalog, CatalogPage } from './catalog.ts'
import { mapAhead } from './map-ahead.ts'

/** Directories that are listed at the same time, ahead of the one whose turn it is; for a small page fewer. */
const mostListedAhead = 16
const rememberedParts = 50_000

/** A directory that is part of a repository's name. */
interface NamePart {
  readonly path: StoragePath
  readonly isRepository: boolean
  readonly children: readonly StoragePath[]
}

/** The catalog as storage itself gives it: a repository is a directory with `_manifests` in it. */
export class StorageCatalog implements Catalog {
  readonly #driver: StorageDriver
  readonly #parts: TimedCache<NamePart>

  constructor(driver: StorageDriver, cache: CacheConfiguration) {
    this.#driver = driver
    this.#parts = new TimedCache({ max: rememberedParts, lifetimeMs: cache.lifetime })
  }

  async record(name: string): Promise<void> {
    // The name may be new, and so may be each of its parts.
    for (let path = repositoryPath(name); path !== repositoriesRoot; path = parentPath(path)) this.#parts.forget(path)
  }

  async list(after: string | undefined, limit: number): Promise<CatalogPage> {
    const repositories: string[] = []
    const start = after === undefined ? undefined : `${repositoriesRoot}/${after}`
    const ahead = Math.min(limit, mostListedAhead)
    for await (const path of this.#repositoriesBelow(repositoriesRoot, start, ahead)) {
      if (repositories.length === limit) return { repositories, more: true }
      repositories.push(path.slice(repositoriesRoot.length + 1))
    }
    return { repositories, more: false }
  }

  async *#repositoriesBelow(
    directory: StoragePath,
    after: StoragePath | undefined,
    ahead: number,
  ): AsyncGenerator<StoragePath> {
    const parts = mapAhead(this.#children(directory, after), ahead, (child) => this.#namePart(child))
    for await (const part of parts) {
      if (part === undefined) continue
      const { path, isRepository, children } = part
      const isBehind = after === undefined || comparePaths(path, after) > 0
      if (isRepository && isBehind) yield path
      if (children.length > 0) {
        yield* this.#repositoriesBelow(path, after !== undefined && isWithin(after, path) ? after : undefined, ahead)
      }
    }
  }

  /** Directories that are part of a name, from the one on that `after` lies in. */
  async *#children(directory: StoragePath, after: StoragePath | undefined): AsyncGenerator<StoragePath> {
    const first = after === undefined || after === directory ? undefined : childTowards(directory, after)
    if (first !== undefined && isPartOfName(first)) yield first
    for await (const path of this.#directories(directory, first)) if (isPartOfName(path)) yield path
  }

  async #namePart(path: StoragePath): Promise<NamePart | undefined> {
    return this.#parts.get(path, () => this.#readNamePart(path))
  }

  async #readNamePart(path: StoragePath): Promise<NamePart> {
    const children: StoragePath[] = []
    let isRepository = false
    for await (const child of this.#directories(path, undefined)) {
      if (isPartOfName(child)) children.push(child)
      else if (baseName(child) === '_manifests') isRepository = true
    }
    return { path, isRepository, children }
  }

  /** None where there is no such directory. */
  async *#directories(path: StoragePath, startAfter: StoragePath | undefined): AsyncGenerator<StoragePath> {
    try {
      for await (const entry of this.#driver.list(path, { startAfter })) {
        if (entry.kind === 'directory') yield entry.path
      }
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
  }
}

function childTowards(directory: StoragePath, path: StoragePath): StoragePath {
  const end = path.indexOf('/', directory.length + 1)
  return end === -1 ? path : path.slice(0, end)
}

/** The registry's own directories begin with an underscore, which no part of a name does. */
function isPartOfName(directory: StoragePath): boolean {
  return !baseName(directory).startsWith('_')
}
