import type { FlavourSettings } from '../flavour-settings.ts'
import type { StorageMapping } from './storage-mapping.ts'

/** The region behind `oss.aliyuncs.com`, the host that v1's driver used when it was told none. */
const oldHostRegion = 'oss-cn-hangzhou'

export const ossStorage: StorageMapping = {
  driver: 'oss',
  redirects: true,
  parameters: (settings) => ({
    accesskeyid: settings.required('oss_accessid', 'the ID of an access key'),
    accesskeysecret: settings.required('oss_accesskey', 'the secret of an access key'),
    bucket: settings.required('oss_bucket', 'the name of a bucket'),
    ...location(settings),
    rootdirectory: settings.text('storage_path'),
  }),
}

interface Location {
  readonly region: string
  readonly internal?: boolean | undefined
  readonly secure?: boolean | undefined
  readonly endpoint?: string | undefined
}

/** `oss_host` is v1's; `oss_endpoint` and `oss_region` say the same in the words of today. */
function location(settings: FlavourSettings): Location {
  const region = settings.text('oss_region')
  const host = settings.text('oss_host')
  const endpoint = settings.text('oss_endpoint') ?? host
  if (host !== undefined && host !== endpoint) settings.refuse('oss_host', 'expected nothing beside oss_endpoint')
  if (region !== undefined) return { region, endpoint }
  const hangzhou = `Hangzhou (${oldHostRegion})`
  if (endpoint === undefined) {
    settings.warn(
      `neither oss_region nor oss_endpoint is set: the bucket is taken to be in ${hangzhou}, where v1 looked for it`,
    )
    return { region: oldHostRegion }
  }
  const known = locationOfHost(endpoint)
  if (known !== undefined) return known
  settings.warn(`oss_region is not set, and ${endpoint} does not tell it: taken as ${hangzhou}`)
  return { region: oldHostRegion, endpoint }
}

/** Aliyun's own hosts, with or without a scheme and the bucket: `oss-cn-beijing-internal.aliyuncs.com`. */
const hostPattern = /^(?:(https?):\/\/)?(?:[a-z0-9-]+\.)?(oss(?:-[a-z]{2}-[a-z0-9-]+?)?)(-internal)?\.aliyuncs\.com\/?$/

/** The region that a host names, so that the host need not be written down as well. */
function locationOfHost(host: string): Location | undefined {
  const match = hostPattern.exec(host)
  if (match === null) return undefined
  const [, scheme, region = '', internal] = match
  return {
    region: region === 'oss' ? oldHostRegion : region,
    internal: internal === undefined ? undefined : true,
    secure: scheme === 'http' ? false : undefined,
  }
}
