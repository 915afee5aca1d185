import { throwIfAborted } from '../../kit/abort.ts'
import type { StorageEntry } from '../../storage-entry.ts'
import { isPathComponent, joinPath, type StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { KeyCursor } from './key-cursor.ts'
import { stemsOf } from './stems-of.ts'

export interface WalkContext {
  readonly store: ObjectStore
  readonly descend: (directory: StoragePath) => boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Gives what the cursor's keys stand for, in component order (see `stemsOf`): a directory when the first key below it is seen, and
 * with all below it before its time when a name is seen that begins with its name and `-` or `.`. What was given early is left out later.
 * @param afterName only children of `directory` whose names come after it
 */
export async function* walkBelow(
  context: WalkContext,
  directory: StoragePath,
  cursor: KeyCursor,
  afterName?: string,
): AsyncGenerator<StorageEntry, void, void> {
  const { store, descend, signal } = context
  const { keys } = store
  const prefix = keys.prefixOf(directory)
  /** Names of the directories that hold the last key, and were given. */
  let way: readonly string[] = []
  const early = new Set<StoragePath>()
  /** Directories that are not there, as a request of their own has shown. */
  const absent = new Set<StoragePath>()
  try {
    for (;;) {
      throwIfAborted(store.name, directory, signal)
      const object = (await cursor.current())?.object
      if (object === undefined) return
      const names = object.key.slice(prefix.length).split('/')
      const level = sharedNames(way, names)
      way = names.slice(0, level)
      const parent = joinPath(directory, ...way)
      const name = names[level] ?? ''
      const path = joinPath(parent, name)
      const isFile = level === names.length - 1
      const below = `${keys.prefixOf(parent)}${name}/`
      const isBefore = (other: string): boolean => level === 0 && afterName !== undefined && other <= afterName
      if (!isPathComponent(name) || isBefore(name) || early.delete(path)) {
        if (isFile) cursor.advance()
        else await cursor.skip(below)
        continue
      }
      for (const stem of stemsOf(name)) {
        const stemPath = joinPath(parent, stem)
        if (isBefore(stem) || early.has(stemPath) || absent.has(stemPath)) continue
        const holds = await cursor.holds(keys.prefixOf(stemPath))
        if (holds === false) continue
        const stemCursor = await find(context, cursor, stemPath, holds === true)
        if (stemCursor === undefined) {
          absent.add(stemPath)
          continue
        }
        early.add(stemPath)
        yield { kind: 'directory', path: stemPath }
        if (descend(stemPath)) yield* walkBelow(context, stemPath, stemCursor)
        throwIfAborted(store.name, directory, signal)
      }
      if (isFile) {
        cursor.advance()
        yield { kind: 'file', path, size: object.size, modifiedAt: object.modifiedAt }
        continue
      }
      yield { kind: 'directory', path }
      if (descend(path)) way = names.slice(0, level + 1)
      else await cursor.skip(below)
    }
  } finally {
    cursor.end()
  }
}

/** A cursor for what is below a directory that the store shows later, if at all. */
async function find(
  { store, signal }: WalkContext,
  cursor: KeyCursor,
  path: StoragePath,
  isAtHand: boolean,
): Promise<KeyCursor | undefined> {
  const prefix = store.keys.prefixOf(path)
  if (isAtHand) return cursor.below(prefix, path)
  const later = new KeyCursor({ store, path, prefix, signal })
  return (await later.current()) === undefined ? undefined : later
}

/** How many names of the way lead to a key as well. Its last name is that of the file. */
function sharedNames(way: readonly string[], names: readonly string[]): number {
  const most = Math.min(way.length, names.length - 1)
  let shared = 0
  while (shared < most && way[shared] === names[shared]) shared += 1
  return shared
}
