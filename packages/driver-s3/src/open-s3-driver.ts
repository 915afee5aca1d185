import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { openBucket } from '@moorage/driver-core/object-store'
import { s3Capabilities } from './capabilities.ts'
import { createS3Client, type S3ClientSettings } from './client.ts'
import type { S3Options } from './options.ts'
import { checkS3Bucket } from './start-up.ts'
import { s3Words } from './store-words.ts'

/** Opens a bucket. @throws DriverError when the registry cannot work with it */
export async function openS3Driver(
  options: S3Options,
  context: DriverContext,
  settings: S3ClientSettings = {},
): Promise<StorageDriver> {
  const { words = s3Words } = settings
  for (const name of options.ignored) {
    context.warn?.(`${words.driver}: the parameter ${name} has no effect: the registry's own log has what fails`)
  }
  const bucket = createS3Client(options, { userAgent: context.userAgent, ...settings })
  return openBucket({
    name: words.driver,
    client: bucket.client,
    check: () => checkS3Bucket(bucket, options, { words, connectTo: settings.connectTo }, context.warn),
    capabilities: s3Capabilities,
    rootDirectory: options.rootdirectory,
    chunkSizeBytes: options.chunksize,
    copyPartSizeBytes: options.multipartcopychunksize,
    copyConcurrency: Math.min(options.multipartcopymaxconcurrency, options.maxconcurrency),
    multipartCopyThresholdBytes: options.multipartcopythresholdsize,
    maxBufferBytes: options.maxbufferbytes,
  })
}
