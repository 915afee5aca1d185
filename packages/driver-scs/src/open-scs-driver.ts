import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { ByteBudget, createObjectStoreDriver } from '@moorage/driver-core/object-store'
import s3, { openS3Driver } from '@moorage/driver-s3'
import { scsCapabilities } from './capabilities.ts'
import { createScsClient, type ScsBucket, type ScsClientSettings } from './client.ts'
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
  const { client } = await openChecked(options, context, settings)
  const { maxbufferbytes } = options
  return createObjectStoreDriver({
    name: scsWords.driver,
    client,
    capabilities: scsCapabilities,
    rootDirectory: options.rootdirectory,
    chunkSizeBytes: options.chunksize,
    ...(maxbufferbytes === undefined ? {} : { byteBudget: new ByteBudget(maxbufferbytes) }),
  })
}

/** A bucket that answers; where SCS says that it is in another region, there. */
async function openChecked(
  options: ScsOptions,
  context: DriverContext,
  settings: ScsClientSettings,
): Promise<ScsBucket> {
  const bucket = createScsClient(options, { userAgent: context.userAgent, ...settings })
  try {
    await checkScsBucket(bucket, options, settings, context.warn)
    return bucket
  } catch (error) {
    await bucket.client[Symbol.asyncDispose]()
    const found = options.endpoint === undefined ? regionInstead(error) : undefined
    if (found === undefined || found === options.region) throw error
    context.warn?.(regionWarning(options, found))
    return openChecked({ ...options, region: found }, context, settings)
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
