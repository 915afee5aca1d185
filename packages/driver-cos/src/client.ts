import {
  type ConnectionOptions,
  objectPath,
  type RequestRecord,
  RestClient,
  type RetryPolicy,
  StoreHttp,
} from '@moorage/driver-core/object-store'
import { cosEndpoint } from './endpoint.ts'
import type { CosOptions } from './options.ts'
import { cosProtocol } from './protocol.ts'
import { signUrl } from './signature.ts'

/** What is no business of a configuration. */
export interface CosClientSettings {
  readonly userAgent?: string | undefined
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** Default: 5 tries in about a minute. */
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly timeouts?: Pick<ConnectionOptions, 'connectTimeoutMs' | 'idleTimeoutMs'> | undefined
}

/** The client of one bucket. */
export function createCosClient(options: CosOptions, settings: CosClientSettings = {}): RestClient {
  const { origin, connectTo, redirectOrigin, ownHost } = cosEndpoint(options)
  const http = new StoreHttp({
    protocol: cosProtocol(options),
    connections: { origin, connectTo, verifyTls: !options.skipverify, ...settings.timeouts },
    maxConcurrency: options.maxconcurrency,
    retry: settings.retry,
    userAgent: options.useragent ?? settings.userAgent,
    onRequest: settings.onRequest,
  })
  return new RestClient(http, {
    headerPrefix: 'x-cos-',
    path: objectPath,
    copySource: (key) => `${ownHost}${objectPath(key)}`,
    objectHeaders: { 'content-type': 'application/octet-stream' },
    crc64Header: 'x-cos-hash-crc64ecma',
    presign: (method, key, expiresInSeconds) =>
      signUrl(options, redirectOrigin, { method, key }, http.clock.now(), expiresInSeconds),
  })
}
