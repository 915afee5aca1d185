import {
  baseName,
  comparePaths,
  isDriverError,
  isWithin,
  type StorageDriver,
  type StoragePath,
} from '@moorage/driver-core'
import { repositoriesRoot } from '../storage/layout.ts'
import type { Catalog, CatalogPage } from './catalog.ts'

/** The catalog as storage itself gives it: a repository is a directory with `_manifests` in it. */
export class StorageCatalog implements Catalog {
  readonly #driver: StorageDriver

  constructor(driver: StorageDriver) {
    this.#driver = driver
  }

  async list(after: string | undefined, limit: number): Promise<CatalogPage> {
    const repositories: string[] = []
    const start = after === undefined ? undefined : `${repositoriesRoot}/${after}`
    for await (const path of this.#repositoriesBelow(repositoriesRoot, start)) {
      if (repositories.length === limit) return { repositories, more: true }
      repositories.push(path.slice(repositoriesRoot.length + 1))
    }
    return { repositories, more: false }
  }

  async *#repositoriesBelow(directory: StoragePath, after: StoragePath | undefined): AsyncGenerator<StoragePath> {
    for await (const child of this.#children(directory, after)) {
      if (await this.#isRepository(child, after)) yield child
      yield* this.#repositoriesBelow(child, after !== undefined && isWithin(after, child) ? after : undefined)
    }
  }

  /** Directories that are part of a name, from the one on that `after` lies in. */
  async *#children(directory: StoragePath, after: StoragePath | undefined): AsyncGenerator<StoragePath> {
    const first = after === undefined || after === directory ? undefined : childTowards(directory, after)
    if (first !== undefined && isPartOfName(first) && (await this.#isDirectory(first))) yield first
    try {
      for await (const entry of this.#driver.list(directory, { startAfter: first })) {
        if (entry.kind === 'directory' && isPartOfName(entry.path)) yield entry.path
      }
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
  }

  async #isRepository(path: StoragePath, after: StoragePath | undefined): Promise<boolean> {
    if (after !== undefined && comparePaths(path, after) <= 0) return false
    return this.#isDirectory(`${path}/_manifests`)
  }

  async #isDirectory(path: StoragePath): Promise<boolean> {
    try {
      return (await this.#driver.stat(path)).kind === 'directory'
    } catch (error) {
      if (isDriverError(error, 'PATH_NOT_FOUND')) return false
      throw error
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
