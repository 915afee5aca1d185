import type { FlavourSettings } from '../flavour-settings.ts'
import type { StorageMapping } from './storage-mapping.ts'

/** Where boto, the library of v1, looks for a bucket when it is told no region. */
const botoRegion = 'us-east-1'

export const s3Storage: StorageMapping = {
  driver: 's3',
  redirects: true,
  parameters: (settings) => ({
    accesskey: settings.text('s3_access_key'),
    secretkey: settings.text('s3_secret_key'),
    bucket: bucket(settings),
    region: settings.text('s3_region') ?? defaultRegion(settings),
    regionendpoint: endpoint(settings),
    secure: settings.toggle('s3_secure'),
    encrypt: settings.toggle('s3_encrypt'),
    forcepathstyle: settings.text('boto_calling_format')?.endsWith('OrdinaryCallingFormat'),
    rootdirectory: settings.text('storage_path'),
  }),
}

/** v1 opened `boto_bucket`; its samples set both to the same. */
function bucket(settings: FlavourSettings): string {
  settings.known.add('s3_bucket')
  return settings.text('boto_bucket') ?? settings.required('s3_bucket', 'the name of a bucket')
}

function defaultRegion(settings: FlavourSettings): string {
  settings.warn(`s3_region is not set: taken as ${botoRegion}, as in v1`)
  return botoRegion
}

function endpoint(settings: FlavourSettings): string | undefined {
  const host = settings.text('boto_host')
  const port = settings.text('boto_port')
  return host === undefined || port === undefined ? host : `${host}:${port}`
}
