import { pathNotFound } from '../../driver-error.ts'
import { childTowards } from '../../kit/child-towards.ts'
import type { WalkOptions } from '../../storage-driver.ts'
import type { StorageEntry } from '../../storage-entry.ts'
import { baseName, comparePaths, isWithin, type StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { isDirectory } from './is-directory.ts'
import { KeyCursor } from './key-cursor.ts'
import { walkBelow } from './walk-below.ts'

/**
 * All that is below a directory, from flat pages of keys: a request for each 1,000, and one for each directory that is left out.
 * `startAfter` costs a request or two for each directory on the way to it.
 */
export async function* walkDirectory(
  store: ObjectStore,
  directory: StoragePath,
  options: WalkOptions = {},
): AsyncGenerator<StorageEntry, void, void> {
  const { signal, descend = () => true } = options
  let isFound = directory === '/'
  for (const { path, afterName } of rangesOf(directory, options.startAfter, descend)) {
    const prefix = store.keys.prefixOf(path)
    const after = afterName === undefined ? undefined : `${prefix}${afterName}`
    const cursor = new KeyCursor({ store, path, prefix, after, signal })
    isFound ||= (await cursor.current()) !== undefined
    yield* walkBelow({ store, descend, signal }, path, cursor, afterName)
  }
  // Nothing behind startAfter does not say that there is nothing before it.
  const mayBeBefore = options.startAfter !== undefined
  if (!isFound && !(mayBeBefore && (await isDirectory(store, directory, signal)))) {
    throw pathNotFound(store.name, directory)
  }
}

interface WalkRange {
  readonly path: StoragePath
  /** Only children whose names come after it. */
  readonly afterName: string | undefined
}

/** What comes after `startAfter` lies below it, and then in the directories on the way to it, the deepest first, behind their child on that way. */
function rangesOf(
  directory: StoragePath,
  startAfter: StoragePath | undefined,
  descend: (directory: StoragePath) => boolean,
): WalkRange[] {
  if (startAfter === undefined) return [{ path: directory, afterName: undefined }]
  if (!isWithin(startAfter, directory)) {
    return comparePaths(startAfter, directory) > 0 ? [] : [{ path: directory, afterName: undefined }]
  }
  const ranges: WalkRange[] = []
  let path: StoragePath | undefined = directory
  while (path !== undefined) {
    const child = childTowards(path, startAfter)
    ranges.unshift({ path, afterName: child === undefined ? undefined : baseName(child) })
    path = child !== undefined && descend(child) ? child : undefined
  }
  return ranges
}
