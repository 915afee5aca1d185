import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { ByteBudget, createObjectStoreDriver } from '@moorage/driver-core/object-store'
import { ossCapabilities } from './capabilities.ts'
import { createOssClient, type OssClientSettings } from './client.ts'
import { driverName } from './driver-name.ts'
import type { OssOptions } from './options.ts'
import { checkBucket } from './start-up.ts'

/** Opens a bucket. @throws DriverError when the registry cannot work with it */
export async function openOssDriver(
  options: OssOptions,
  context: DriverContext,
  settings: OssClientSettings = {},
): Promise<StorageDriver> {
  const client = createOssClient(options, { userAgent: context.userAgent, ...settings })
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
    capabilities: ossCapabilities,
    rootDirectory: options.rootdirectory,
    chunkSizeBytes: options.chunksize,
    ...(maxbufferbytes === undefined ? {} : { byteBudget: new ByteBudget(maxbufferbytes) }),
  })
}
