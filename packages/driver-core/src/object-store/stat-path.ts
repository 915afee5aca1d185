import { pathNotFound } from '../driver-error.ts'
import type { StatOptions } from '../storage-driver.ts'
import type { StorageEntry } from '../storage-entry.ts'
import type { StoragePath } from '../storage-path.ts'
import { isDirectory } from './listing/is-directory.ts'
import type { ObjectStore } from './object-store.ts'

/** One request for a file, another one for what may be a directory. */
export async function statPath(
  store: ObjectStore,
  path: StoragePath,
  options: StatOptions = {},
): Promise<StorageEntry> {
  const { signal } = options
  if (path === '/') return { kind: 'directory', path }
  const key = store.keys.of(path)
  const head = await store.request(path, signal, (client) => client.head(key, { signal }))
  if (head !== undefined) return { kind: 'file', path, size: head.size, modifiedAt: head.modifiedAt }
  if (options.as === 'file' || !(await isDirectory(store, path, signal))) throw pathNotFound(store.name, path)
  return { kind: 'directory', path }
}
