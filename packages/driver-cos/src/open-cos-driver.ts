import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { type ObjectStoreClientSettings, openBucket } from '@moorage/driver-core/object-store'
import { cosCapabilities } from './capabilities.ts'
import { createCosClient } from './client.ts'
import type { CosOptions } from './options.ts'
import { driverName } from './protocol.ts'
import { checkBucket } from './start-up.ts'

/** Opens a bucket. @throws DriverError when the registry cannot work with it */
export async function openCosDriver(
  options: CosOptions,
  context: DriverContext,
  settings: ObjectStoreClientSettings = {},
): Promise<StorageDriver> {
  const client = createCosClient(options, { userAgent: context.userAgent, ...settings })
  return openBucket({
    name: driverName,
    client,
    check: () => checkBucket(client, options, context.warn),
    capabilities: cosCapabilities,
    rootDirectory: options.rootdirectory,
    chunkSizeBytes: options.chunksize,
    maxBufferBytes: options.maxbufferbytes,
  })
}
