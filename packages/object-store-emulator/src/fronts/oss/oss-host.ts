/** What a host name of OSS means: https://help.aliyun.com/zh/oss/user-guide/regions-and-endpoints */
export interface OssHost {
  /** Undefined where the host names none: the list of buckets, or path style, which OSS refuses. */
  readonly bucketName: string | undefined
  /** As signatures have it, such as `cn-hangzhou`; undefined for accelerated hosts, which are the same everywhere. */
  readonly region: string | undefined
  readonly network: 'public' | 'internal' | 'accelerated'
}

const bucket = String.raw`^(?:(?<bucket>[^.]+)\.)?`

const hostForms: readonly (readonly [form: RegExp, network: OssHost['network']])[] = [
  [new RegExp(String.raw`${bucket}oss-accelerate(?:-overseas)?\.aliyuncs\.com$`), 'accelerated'],
  [new RegExp(String.raw`${bucket}oss-(?<region>[a-z0-9-]+)-internal\.aliyuncs\.com$`), 'internal'],
  // Of the first private networks.
  [new RegExp(String.raw`${bucket}vpc100-oss-(?<region>[a-z0-9-]+)\.aliyuncs\.com$`), 'internal'],
  [new RegExp(String.raw`${bucket}oss-(?<region>[a-z0-9-]+)\.aliyuncs\.com$`), 'public'],
  // IPv4 and IPv6.
  [new RegExp(String.raw`${bucket}(?<region>[a-z]+-[a-z0-9-]+)\.oss\.aliyuncs\.com$`), 'public'],
]

/** Undefined for a host that is none of OSS's own. */
export function readOssHost(host: string): OssHost | undefined {
  const name = host.replace(/:\d+$/, '')
  for (const [form, network] of hostForms) {
    const groups = form.exec(name)?.groups
    if (groups !== undefined) return { bucketName: groups['bucket'], region: groups['region'], network }
  }
  return undefined
}

/** `oss-cn-hangzhou` is the name of a region in hosts, `cn-hangzhou` everywhere else. */
export const plainRegion = (region: string): string => region.replace(/^oss-/, '')
