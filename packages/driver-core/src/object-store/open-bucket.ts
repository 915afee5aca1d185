import type { StorageDriver } from '../storage-driver.ts'
import { createObjectStoreDriver, type ObjectStoreDriverOptions } from './create-object-store-driver.ts'
import { ByteBudget } from './memory/byte-budget.ts'

export interface OpenBucketOptions extends Omit<ObjectStoreDriverOptions, 'byteBudget'> {
  /** Finds out whether the registry can work with the bucket; throws when it cannot. */
  readonly check: () => Promise<void>
  /** Bytes that uploads may hold in memory. Default: what all drivers of the process share. */
  readonly maxBufferBytes?: number | undefined
}

/** Makes a driver of a client when its bucket has been looked at; the client is disposed when that fails. */
export async function openBucket({ check, maxBufferBytes, ...options }: OpenBucketOptions): Promise<StorageDriver> {
  try {
    await check()
  } catch (error) {
    await options.client[Symbol.asyncDispose]()
    throw error
  }
  const byteBudget = maxBufferBytes === undefined ? undefined : new ByteBudget(maxBufferBytes)
  return createObjectStoreDriver({ ...options, byteBudget })
}
