import { pathNotFound } from '../../driver-error.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'

export async function moveFile(
  store: ObjectStore,
  source: StoragePath,
  destination: StoragePath,
  options: OperationOptions = {},
): Promise<void> {
  const { signal } = options
  const [from, to] = [store.keys.of(source), store.keys.of(destination)]
  await store.request(source, signal, async (client) => {
    const isThere =
      from === to ? (await client.head(from, { signal })) !== undefined : await client.copy(from, to, { signal })
    if (!isThere) throw pathNotFound(store.name, source)
    if (from !== to) await client.delete([from], { signal }).catch(() => undefined)
  })
}
