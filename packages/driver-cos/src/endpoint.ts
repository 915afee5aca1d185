import {
  addressOf,
  bucketHost,
  type ConnectionOptions,
  type Host,
  hostWithPort,
  parseHost,
} from '@moorage/driver-core/object-store'
import type { CosOptions } from './options.ts'

/** Where the bucket is. */
export interface CosEndpoint {
  /** Where requests go. The host is signed. */
  readonly origin: URL
  /** The address to connect to, if the host's name is not to be looked up. */
  readonly connectTo: ConnectionOptions['connectTo']
  /** Where clients are sent to. */
  readonly redirectOrigin: URL
  /** The bucket's own host, which is what it is called as the source of a copy, however it is reached. */
  readonly ownHost: string
}

type EndpointOptions = Pick<CosOptions, 'bucket' | 'region' | 'secure' | 'accelerate' | 'endpoint' | 'redirectendpoint'>

/** Finds out where a bucket is. */
export function cosEndpoint(options: EndpointOptions): CosEndpoint {
  const { bucket, region, secure, accelerate } = options
  const usualProtocol = secure ? 'https:' : 'http:'
  const ownHost = regionHost(bucket, region)
  // https://cloud.tencent.com/document/product/436/38866
  const publicHost = accelerate ? `${bucket}.cos.accelerate.myqcloud.com` : ownHost
  const endpoint = options.endpoint === undefined ? undefined : parseHost(options.endpoint)
  const protocol = endpoint?.protocol ?? usualProtocol
  const origin = new URL(`${protocol}//${endpoint?.isAddress === false ? bucketHost(bucket, endpoint) : publicHost}`)
  const redirect = options.redirectendpoint === undefined ? undefined : parseHost(options.redirectendpoint)
  return {
    origin,
    connectTo: endpoint?.isAddress === true ? addressOf(endpoint, protocol) : undefined,
    redirectOrigin:
      redirect === undefined
        ? new URL(`${endpoint?.isAddress === true ? usualProtocol : protocol}//${origin.host}`)
        : new URL(`${redirect.protocol ?? usualProtocol}//${redirectHost(bucket, redirect)}`),
    ownHost,
  }
}

/** Regions of the first years have no `cos.` in their hosts. */
const oldRegions = new Set(['cn-south', 'cn-south-2', 'cn-north', 'cn-east', 'cn-southwest', 'sg'])

/** https://cloud.tencent.com/document/product/436/6224 */
function regionHost(bucket: string, region: string): string {
  return oldRegions.has(region) ? `${bucket}.${region}.myqcloud.com` : `${bucket}.cos.${region}.myqcloud.com`
}

/** A domain of one's own stands for a bucket as it is; Tencent's need the bucket before them. */
function redirectHost(bucket: string, host: Host): string {
  return /\.(?:myqcloud\.com|tencentcos\.cn)$/.test(host.hostname) ? bucketHost(bucket, host) : hostWithPort(host)
}
