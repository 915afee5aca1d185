import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { openBucket } from '@moorage/driver-core/object-store'
import s3, { openS3Driver } from '@moorage/driver-s3'
import { scsCapabilities } from './capabilities.ts'
import { createScsClient, type ScsClientSettings } from './client.ts'
import type { ScsOptions } from './options.ts'
import { scsWords } from './scs-words.ts'
import { checkScsBucket, regionInstead, regionWarning } from './start-up.ts'

/** Opens a bucket. @throws DriverError when the registry cannot work with it */
export async function openScsDriver(
  options: ScsOptions,
  context: DriverContext,
  settings: ScsClientSettings = {},
): Promise<StorageDriver> {
  if (options.signature === 'v4') return openCompatible(options, context, settings)
  return openScs(options, context, settings)
}

/** A bucket that answers; where SCS says that it is in another region, there. */
async function openScs(
  options: ScsOptions,
  context: DriverContext,
  settings: ScsClientSettings,
): Promise<StorageDriver> {
  const bucket = createScsClient(options, { userAgent: context.userAgent, ...settings })
  try {
    return await openBucket({
      name: scsWords.driver,
      client: bucket.client,
      check: () => checkScsBucket(bucket, options, settings, context.warn),
      capabilities: scsCapabilities,
      rootDirectory: options.rootdirectory,
      chunkSizeBytes: options.chunksize,
      maxBufferBytes: options.maxbufferbytes,
    })
  } catch (error) {
    const found = options.endpoint === undefined ? regionInstead(error) : undefined
    if (found === undefined || found === options.region) throw error
    context.warn?.(regionWarning(options, found))
    return openScs({ ...options, region: found }, context, settings)
  }
}

/** A store that speaks S3's protocol, under the configuration of SCS. */
function openCompatible(options: ScsOptions, context: DriverContext, settings: ScsClientSettings) {
  const { accesskey, secretkey, region, bucket, endpoint, redirectendpoint, secure, skipverify } = options
  const { chunksize, maxconcurrency, rootdirectory, useragent, maxbufferbytes } = options
  const parameters = {
    accesskey,
    secretkey,
    region,
    bucket,
    regionendpoint: endpoint,
    redirectendpoint,
    // As SCS has it.
    forcepathstyle: true,
    storageclass: 'NONE',
    secure,
    skipverify,
    chunksize,
    maxconcurrency,
    rootdirectory,
    useragent,
    maxbufferbytes,
  }
  return openS3Driver(parseOptions(s3, parameters), context, { ...settings, words: scsWords })
}
