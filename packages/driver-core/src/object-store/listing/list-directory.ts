import { pathNotFound } from '../../driver-error.ts'
import { throwIfAborted } from '../../kit/abort.ts'
import { childTowards } from '../../kit/child-towards.ts'
import type { ListOptions } from '../../storage-driver.ts'
import type { StorageEntry } from '../../storage-entry.ts'
import { baseName, comparePaths, isPathComponent, joinPath, type StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { isDirectory } from './is-directory.ts'
import { KeyCursor } from './key-cursor.ts'
import { stemsOf } from './stems-of.ts'

/**
 * Direct children, in the order of their names (see `stemsOf`): a request for each 1,000. Objects that stand for a directory (`dir/`) and
 * those whose names no path may have, such as unfinished uploads, are not entries; the directory that holds them exists, though.
 */
export async function* listDirectory(
  store: ObjectStore,
  directory: StoragePath,
  options: ListOptions = {},
): AsyncGenerator<StorageEntry, void, void> {
  const { startAfter, signal } = options
  const prefix = store.keys.prefixOf(directory)
  const after = firstKey(prefix, directory, startAfter)
  const cursor = new KeyCursor({ store, path: directory, prefix, delimiter: '/', after, signal })
  const isWanted = (path: StoragePath): boolean => startAfter === undefined || comparePaths(path, startAfter) > 0
  /** Names of directories that were given before the store showed them. */
  const early = new Set<string>()
  /** Names that are no directories, as a request of their own has shown. */
  const absent = new Set<string>()
  try {
    if ((await cursor.current()) === undefined) await assertExists(store, directory, options)
    for (;;) {
      throwIfAborted(store.name, directory, signal)
      const row = await cursor.current()
      if (row === undefined) return
      cursor.advance()
      const { object } = row
      const name = row.text.slice(prefix.length, object === undefined ? -1 : undefined)
      const path = joinPath(directory, name)
      if (!isPathComponent(name) || !isWanted(path)) continue
      for (const stem of stemsOf(name)) {
        const stemPath = joinPath(directory, stem)
        if (early.has(stem) || absent.has(stem) || !isWanted(stemPath)) continue
        const holds = await cursor.holds(store.keys.prefixOf(stemPath))
        if (holds === true || (holds === undefined && (await isDirectory(store, stemPath, signal)))) {
          early.add(stem)
          yield { kind: 'directory', path: stemPath }
        } else if (holds === undefined) absent.add(stem)
      }
      if (object !== undefined) yield { kind: 'file', path, size: object.size, modifiedAt: object.modifiedAt }
      else if (!early.delete(name)) yield { kind: 'directory', path }
    }
  } finally {
    cursor.end()
  }
}

/** What to list from, so that nothing is left out that comes after `startAfter`; what comes before it may be among it. */
function firstKey(prefix: string, directory: StoragePath, startAfter: StoragePath | undefined): string | undefined {
  if (startAfter === undefined || startAfter === directory) return undefined
  const child = childTowards(directory, startAfter)
  if (child !== undefined) return `${prefix}${baseName(child)}`
  // `~` sorts behind everything that a path may have.
  return comparePaths(startAfter, directory) > 0 ? `${prefix}~` : undefined
}

/** Nothing behind `startAfter` does not say that there is nothing before it. */
async function assertExists(
  store: ObjectStore,
  directory: StoragePath,
  { startAfter, signal }: ListOptions,
): Promise<void> {
  if (directory === '/' || (startAfter !== undefined && (await isDirectory(store, directory, signal)))) return
  throw pathNotFound(store.name, directory)
}
