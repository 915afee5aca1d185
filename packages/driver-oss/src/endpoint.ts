import {
  addressOf,
  bucketHost,
  type ConnectionOptions,
  type Host,
  hostWithPort,
  parseHost,
} from '@moorage/driver-core/object-store'
import type { OssOptions } from './options.ts'
import { readRegion } from './region.ts'

/** Where the bucket is. */
export interface OssEndpoint {
  /** Where requests go. */
  readonly origin: URL
  /** The address to connect to, if the host's name is not to be looked up. */
  readonly connectTo: ConnectionOptions['connectTo']
  /** Where clients are sent to. */
  readonly redirectOrigin: URL
}

type EndpointOptions = Pick<
  OssOptions,
  'bucket' | 'region' | 'internal' | 'secure' | 'accelerate' | 'endpoint' | 'redirectendpoint'
>

/** Finds out where a bucket is: https://help.aliyun.com/zh/oss/user-guide/regions-and-endpoints */
export function ossEndpoint(options: EndpointOptions): OssEndpoint {
  const { bucket, secure } = options
  const usualProtocol = secure ? 'https:' : 'http:'
  const endpoint = options.endpoint === undefined ? undefined : parseHost(options.endpoint)
  const protocol = endpoint?.protocol ?? usualProtocol
  const origin = new URL(
    `${protocol}//${endpoint?.isAddress === false ? namedHost(bucket, endpoint) : usualHost(options)}`,
  )
  const redirect = options.redirectendpoint === undefined ? undefined : parseHost(options.redirectendpoint)
  return {
    origin,
    connectTo: endpoint?.isAddress === true ? addressOf(endpoint, protocol) : undefined,
    redirectOrigin:
      redirect === undefined
        ? new URL(`${endpoint?.isAddress === true ? usualProtocol : protocol}//${origin.host}`)
        : new URL(`${redirect.protocol ?? usualProtocol}//${namedHost(bucket, redirect)}`),
  }
}

/** Whether a host is one of OSS's own that may be forbidden to newer accounts: neither internal nor accelerated nor a domain of one's own. */
export function isPublicHost({ hostname }: URL): boolean {
  return hostname.endsWith('.aliyuncs.com') && !/-internal\.|\.vpc100-|\.oss-accelerate/.test(hostname)
}

function usualHost({ bucket, region, internal, accelerate }: EndpointOptions): string {
  // https://help.aliyun.com/zh/oss/user-guide/transfer-acceleration
  if (accelerate) return `${bucket}.oss-accelerate.aliyuncs.com`
  const { hostName, isInternal } = readRegion(region)
  const suffix = (internal || isInternal) && !hostName.startsWith('vpc100-') ? '-internal' : ''
  return `${bucket}.${hostName}${suffix}.aliyuncs.com`
}

/** Aliyun's hosts need the bucket before them; a domain of one's own stands for a bucket as it is. */
function namedHost(bucket: string, host: Host): string {
  return host.hostname.endsWith('.aliyuncs.com') ? bucketHost(bucket, host) : hostWithPort(host)
}
