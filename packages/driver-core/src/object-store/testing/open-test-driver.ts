import type { StorageDriver } from '../../storage-driver.ts'
import { createObjectStoreDriver, type ObjectStoreDriverOptions } from '../create-object-store-driver.ts'
import { ByteBudget } from '../memory/byte-budget.ts'
import { MemoryBucket } from './memory-bucket.ts'
import { MemoryObjectStoreClient } from './memory-object-store-client.ts'

/** Bytes of a part in tests. */
export const chunkBytes = 100_000

export interface TestDriver {
  readonly driver: StorageDriver
  readonly client: MemoryObjectStoreClient
  readonly budget: ByteBudget
}

/** A driver with a memory of its own on a bucket, as a process of its own would have it. */
export function openTestDriver(
  bucket: MemoryBucket = new MemoryBucket(),
  options: Partial<ObjectStoreDriverOptions> = {},
): TestDriver {
  const client = new MemoryObjectStoreClient({ bucket, minPartSizeBytes: chunkBytes })
  const budget = options.byteBudget ?? new ByteBudget(10 * chunkBytes)
  const capabilities = { redirect: false, listing: 'strong', minPartSizeBytes: chunkBytes } as const
  const driver = createObjectStoreDriver({
    name: 'test',
    client,
    capabilities,
    chunkSizeBytes: chunkBytes,
    copyPartSizeBytes: chunkBytes,
    multipartCopyThresholdBytes: 4 * chunkBytes,
    byteBudget: budget,
    ...options,
  })
  return { driver, client, budget }
}

/** Bytes that differ from place to place. */
export function testBytes(length: number, seed = 1): Uint8Array {
  const bytes = Buffer.alloc(length)
  let value = seed
  for (let index = 0; index < length; index += 1) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0
    bytes[index] = value >>> 24
  }
  return bytes
}
