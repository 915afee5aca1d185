import type { StorageDriver } from '@moorage/driver-core'
import { checkPaths } from '@moorage/driver-core/kit'
import { createObjectStoreDriver } from '@moorage/driver-core/object-store'
import { MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'

/** A driver of an object store that is in memory; `client` tells what was asked of it. */
export function createMemoryObjectStore(
  client: MemoryObjectStoreClient = new MemoryObjectStoreClient({ minPartSizeBytes }),
): StorageDriver {
  const capabilities = { redirect: false, listing: 'strong', minPartSizeBytes } as const
  return checkPaths(createObjectStoreDriver({ name: 'memory', client, capabilities, chunkSizeBytes }))
}

/** A thousandth of what stores have: small uploads have parts, too. */
const minPartSizeBytes = 1024
const chunkSizeBytes = 16 * 1024
