import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { type ObjectStoreClientSettings, openBucket } from '@moorage/driver-core/object-store'
import { ossCapabilities } from './capabilities.ts'
import { createOssClient } from './client.ts'
import { driverName } from './driver-name.ts'
import type { OssOptions } from './options.ts'
import { checkBucket } from './start-up.ts'

/** Opens a bucket. @throws DriverError when the registry cannot work with it */
export async function openOssDriver(
  options: OssOptions,
  context: DriverContext,
  settings: ObjectStoreClientSettings = {},
): Promise<StorageDriver> {
  const client = createOssClient(options, { userAgent: context.userAgent, ...settings })
  return openBucket({
    name: driverName,
    client,
    check: () => checkBucket(client, options, context.warn),
    capabilities: ossCapabilities,
    rootDirectory: options.rootdirectory,
    chunkSizeBytes: options.chunksize,
    maxBufferBytes: options.maxbufferbytes,
  })
}
