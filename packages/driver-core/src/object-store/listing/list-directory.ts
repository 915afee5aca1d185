import { pathNotFound } from '../../driver-error.ts'
import { throwIfAborted } from '../../kit/abort.ts'
import type { StorageEntry } from '../../storage-entry.ts'
import { comparePaths, isPathComponent, isWithin, joinPath, type StoragePath } from '../../storage-path.ts'
import type { ListOptions } from '../../storage-driver.ts'
import type { ObjectHead, ObjectPage } from '../object-store-client.ts'
import type { ObjectStore } from '../object-store.ts'
import { isDirectory } from './is-directory.ts'
import { stemsOf } from './stems-of.ts'

/**
 * Direct children, in the order of their names (see `stemsOf`), page by page. Objects that stand for a directory (`dir/`) and those
 * whose names no path may have, such as unfinished uploads, are not entries; the directory that holds them exists, though.
 */
export async function* listDirectory(
  store: ObjectStore,
  directory: StoragePath,
  options: ListOptions = {},
): AsyncGenerator<StorageEntry, void, void> {
  const { startAfter, signal } = options
  const prefix = store.keys.prefixOf(directory)
  const isWanted = (path: StoragePath): boolean => startAfter === undefined || comparePaths(path, startAfter) > 0
  /** Directories that were given before the store showed them. */
  const early = new Set<string>()
  /** Names that are no directories, as a request of their own has shown. */
  const absent = new Set<string>()
  let after = firstKey(prefix, directory, startAfter)
  let found = directory === '/'
  do {
    const pageOptions = { prefix, delimiter: '/', after, signal }
    const page = await store.request(directory, signal, (client) => client.list(pageOptions))
    found ||= page.objects.length + page.prefixes.length > 0
    const rows = rowsOf(page, prefix)
    const directories = new Set(page.prefixes)
    const last = rows.at(-1)?.text ?? ''
    for (const { name, object } of rows) {
      const path = joinPath(directory, name)
      if (!isPathComponent(name) || !isWanted(path)) continue
      // Whoever takes the entries may take long.
      throwIfAborted(store.name, directory, signal)
      for (const stem of stemsOf(name)) {
        const stemPath = joinPath(directory, stem)
        if (early.has(stem) || absent.has(stem) || !isWanted(stemPath)) continue
        const text = `${prefix}${stem}/`
        const isLater = page.next !== undefined && text > last
        if (!(isLater ? await isDirectory(store, stemPath, signal) : directories.has(text))) {
          if (isLater) absent.add(stem)
          continue
        }
        early.add(stem)
        yield { kind: 'directory', path: stemPath }
      }
      if (object !== undefined) yield { kind: 'file', path, size: object.size, modifiedAt: object.modifiedAt }
      else if (!early.delete(name)) yield { kind: 'directory', path }
    }
    after = page.next
  } while (after !== undefined)
  // Nothing behind startAfter does not say that there is nothing before it.
  if (!found && !(startAfter !== undefined && (await isDirectory(store, directory, signal)))) {
    throw pathNotFound(store.name, directory)
  }
}

interface Row {
  readonly name: string
  /** As the store sorts it. */
  readonly text: string
  /** Undefined for a directory. */
  readonly object?: ObjectHead
}

function rowsOf(page: ObjectPage, prefix: string): Row[] {
  const files = page.objects.map((object) => ({ name: object.key.slice(prefix.length), text: object.key, object }))
  const directories = page.prefixes.map((text) => ({ name: text.slice(prefix.length, -1), text }))
  return [...files, ...directories].toSorted((one, other) => (one.text < other.text ? -1 : 1))
}

/** What to list from, so that nothing is left out that comes after `startAfter`; what comes before it may be among it. */
function firstKey(prefix: string, directory: StoragePath, startAfter: StoragePath | undefined): string | undefined {
  if (startAfter === undefined || startAfter === directory) return undefined
  if (isWithin(startAfter, directory)) {
    const below = startAfter.slice(directory === '/' ? 1 : directory.length + 1)
    return `${prefix}${below.split('/', 1)[0]}`
  }
  // `~` sorts behind everything that a path may have.
  return comparePaths(startAfter, directory) > 0 ? `${prefix}~` : undefined
}
