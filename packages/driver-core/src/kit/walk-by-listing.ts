import { isDriverError } from '../driver-error.ts'
import type { StorageDriver, WalkOptions } from '../storage-driver.ts'
import type { StorageEntry } from '../storage-entry.ts'
import type { StoragePath } from '../storage-path.ts'
import { childTowards } from './child-towards.ts'

/**
 * A `walk` for stores whose directories are listed one by one, such as a file system.
 * `list` yields in the order of names, so depth first is the order of `comparePaths`.
 * What vanishes while the walk is under way is left out.
 */
export async function* walkByListing(
  list: StorageDriver['list'],
  path: StoragePath,
  options: WalkOptions = {},
): AsyncGenerator<StorageEntry, void, void> {
  const { startAfter, signal, descend = () => true } = options
  const open: AsyncIterator<StorageEntry>[] = []
  const enter = (directory: StoragePath): void => {
    open.push(list(directory, { startAfter, signal })[Symbol.asyncIterator]())
  }
  enter(path)
  // The directories on the way to startAfter are not yielded, yet hold entries that come after it; the deepest come first.
  for (let way = path; ;) {
    const next = startAfter === undefined ? undefined : childTowards(way, startAfter)
    if (next === undefined || !descend(next)) break
    enter(next)
    way = next
  }
  let first = true
  try {
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      let result: IteratorResult<StorageEntry, unknown>
      try {
        result = await current.next()
      } catch (error) {
        if (!isDriverError(error, 'PATH_NOT_FOUND') || (first && open.length === 1)) throw error
        result = { done: true, value: undefined }
      }
      if (open.length === 1) first = false
      if (result.done === true) {
        open.pop()
        continue
      }
      yield result.value
      if (result.value.kind === 'directory' && descend(result.value.path)) enter(result.value.path)
    }
  } finally {
    for (const iterator of open) await iterator.return?.()
  }
}
