import {
  type ConnectionOptions,
  type RequestRecord,
  RestClient,
  type RetryPolicy,
  StoreHttp,
} from '@moorage/driver-core/object-store'
import { type ScsEndpoint, scsEndpoint } from './endpoint.ts'
import type { ScsOptions } from './options.ts'
import { scsProtocol } from './protocol.ts'
import { pathOf, signUrl } from './signature.ts'

/** What is no business of a configuration. */
export interface ScsClientSettings {
  readonly userAgent?: string | undefined
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** Default: 5 tries in about a minute. */
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly timeouts?: Pick<ConnectionOptions, 'connectTimeoutMs' | 'idleTimeoutMs'> | undefined
  /** The address to connect to, if the host's name is not to be looked up. */
  readonly connectTo?: ConnectionOptions['connectTo']
}

export interface ScsBucket {
  readonly client: RestClient
  readonly endpoint: ScsEndpoint
}

/** The client of one bucket, by Sohu's own signature. */
export function createScsClient(options: ScsOptions, settings: ScsClientSettings = {}): ScsBucket {
  const { bucket, partmd5, rename } = options
  const endpoint = scsEndpoint(options)
  const http = new StoreHttp({
    protocol: scsProtocol(options),
    connections: {
      origin: endpoint.origin,
      connectTo: settings.connectTo,
      verifyTls: !options.skipverify,
      ...settings.timeouts,
    },
    maxConcurrency: options.maxconcurrency,
    retry: settings.retry,
    userAgent: options.useragent ?? settings.userAgent,
    onRequest: settings.onRequest,
  })
  const client = new RestClient(http, {
    headerPrefix: 'x-scs-',
    path: (key) => pathOf(bucket, key),
    copySource: (key) => pathOf(bucket, key),
    objectHeaders: { 'content-type': 'application/octet-stream' },
    contentMd5: partmd5,
    ...(rename && { renameQuery: (destination: string) => ({ newObjectName: destination }) }),
    presign: (method, key, expiresInSeconds) => {
      const call = { method, path: pathOf(bucket, key) }
      return signUrl(options, endpoint.redirectOrigin, call, http.clock.now(), expiresInSeconds)
    },
  })
  return { client, endpoint }
}
