import { pathNotFound } from '../../driver-error.ts'
import type { DeleteOptions } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { stateKeyOf } from '../uploads/state-key.ts'

export async function deletePath(store: ObjectStore, path: StoragePath, options: DeleteOptions = {}): Promise<void> {
  const { signal } = options
  const key = store.keys.of(path)
  if (options.as === 'file') {
    await store.request(path, signal, (client) => client.delete([key], { signal }))
    return
  }
  const stateKey = stateKeyOf(key)
  const prefix = store.keys.prefixOf(path)
  await store.request(path, signal, async (client) => {
    const heads = await Promise.all([client.head(key, { signal }), client.head(stateKey, { signal })])
    let keys = heads.flatMap((head) => head?.key ?? [])
    let isFound = keys.length > 0
    for (;;) {
      const page = await client.list({ prefix, signal })
      keys.push(...page.objects.map((object) => object.key))
      if (keys.length === 0) break
      isFound = true
      for (let start = 0; start < keys.length; start += 1000) {
        await client.delete(keys.slice(start, start + 1000), { signal })
      }
      keys = []
    }
    if (!isFound) throw pathNotFound(store.name, path)
  })
}
