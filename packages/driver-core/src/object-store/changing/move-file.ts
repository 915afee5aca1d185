import { pathNotFound } from '../../driver-error.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { copyObject, type CopySettings } from './copy-object.ts'

/**
 * One request where the store renames; else one for the size, which says how to copy, the copy, and the delete of the source. When that
 * last one fails the file is at both places, and moved all the same.
 */
export async function moveFile(
  store: ObjectStore,
  settings: CopySettings,
  source: StoragePath,
  destination: StoragePath,
  options: OperationOptions = {},
): Promise<void> {
  const { signal } = options
  const [from, to] = [store.keys.of(source), store.keys.of(destination)]
  await store.request(source, signal, async (client) => {
    if (client.rename !== undefined && from !== to) {
      const isMoved = await client.rename(from, to, { signal })
      if (isMoved === false) throw pathNotFound(store.name, source)
      if (isMoved === true) return
    }
    const head = await client.head(from, { signal })
    if (head === undefined) throw pathNotFound(store.name, source)
    if (from === to) return
    const isCopied = await copyObject(client, settings, head, to, { ifMatch: head.etag, signal })
    if (!isCopied) throw pathNotFound(store.name, source)
    await client.delete([from]).catch(() => undefined)
  })
}
