import { hostWithPort, parseHost } from '@moorage/driver-core/object-store'
import type { ScsOptions } from './options.ts'
import { hostOfRegion } from './regions.ts'

/** Where SCS is; the bucket stands in the path. */
export interface ScsEndpoint {
  readonly origin: URL
  /** Where clients are sent to. */
  readonly redirectOrigin: URL
}

type EndpointOptions = Pick<ScsOptions, 'region' | 'secure' | 'endpoint' | 'redirectendpoint'>

export function scsEndpoint({ region, secure, endpoint, redirectendpoint }: EndpointOptions): ScsEndpoint {
  const origin = originOf(endpoint ?? hostOfRegion(region), secure)
  return { origin, redirectOrigin: redirectendpoint === undefined ? origin : originOf(redirectendpoint, secure) }
}

function originOf(text: string, secure: boolean): URL {
  const host = parseHost(text)
  if (host === undefined) throw new TypeError(`no host: ${text}`)
  return new URL(`${host.protocol ?? (secure ? 'https:' : 'http:')}//${hostWithPort(host)}`)
}
