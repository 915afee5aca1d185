import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { ByteBudget, createObjectStoreDriver } from '@moorage/driver-core/object-store'
import { cosCapabilities } from './capabilities.ts'
import { type CosClientSettings, createCosClient } from './client.ts'
import type { CosOptions } from './options.ts'
import { driverName } from './protocol.ts'
import { checkBucket } from './start-up.ts'

/** Opens a bucket. @throws DriverError when the registry cannot work with it */
export async function openCosDriver(
  options: CosOptions,
  context: DriverContext,
  settings: CosClientSettings = {},
): Promise<StorageDriver> {
  const client = createCosClient(options, { userAgent: context.userAgent, ...settings })
  try {
    await checkBucket(client, options, context.warn)
  } catch (error) {
    await client[Symbol.asyncDispose]()
    throw error
  }
  const { maxbufferbytes } = options
  return createObjectStoreDriver({
    name: driverName,
    client,
    capabilities: cosCapabilities,
    rootDirectory: options.rootdirectory,
    chunkSizeBytes: options.chunksize,
    ...(maxbufferbytes === undefined ? {} : { byteBudget: new ByteBudget(maxbufferbytes) }),
  })
}
