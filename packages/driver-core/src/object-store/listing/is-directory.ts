import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'

/** Whether anything lies below `path`: one request. Its prefix has the slash, for `path-x` sorts before what is below `path`. */
export async function isDirectory(
  store: ObjectStore,
  path: StoragePath,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const prefix = store.keys.prefixOf(path)
  const page = await store.request(path, signal, (client) => client.list({ prefix, limit: 1, signal }))
  return page.objects.length > 0
}
