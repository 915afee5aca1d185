import {
  type ConnectionOptions,
  objectPath,
  type RequestRecord,
  RestClient,
  type RetryPolicy,
  StoreHttp,
} from '@moorage/driver-core/object-store'
import { credentialSource } from './credentials/credential-source.ts'
import { encryptionHeaders } from './encryption.ts'
import { ossEndpoint } from './endpoint.ts'
import type { OssOptions } from './options.ts'
import { ossProtocol } from './protocol.ts'
import { readRegion } from './region.ts'
import { type SigningOptions, signUrl } from './signature.ts'

/** What is no business of a configuration. */
export interface OssClientSettings {
  readonly userAgent?: string | undefined
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** Default: 5 tries in about a minute. */
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly timeouts?: Pick<ConnectionOptions, 'connectTimeoutMs' | 'idleTimeoutMs'> | undefined
}

/** The client of one bucket. */
export function createOssClient(options: OssOptions, settings: OssClientSettings = {}): RestClient {
  const { bucket, region, signatureversion: version } = options
  const { origin, connectTo, redirectOrigin } = ossEndpoint(options)
  const signing: SigningOptions = { version, bucket, region: readRegion(region).name }
  const credentials = credentialSource(options)
  const http = new StoreHttp({
    protocol: ossProtocol(credentials, signing),
    connections: { origin, connectTo, verifyTls: !options.skipverify, ...settings.timeouts },
    maxConcurrency: options.maxconcurrency,
    retry: settings.retry,
    userAgent: options.useragent ?? settings.userAgent,
    onRequest: settings.onRequest,
  })
  return new RestClient(http, {
    headerPrefix: 'x-oss-',
    path: objectPath,
    copySource: (key) => `/${bucket}${objectPath(key)}`,
    objectHeaders: { 'content-type': 'application/octet-stream', ...encryptionHeaders(options) },
    // A range that ends behind the object is answered with the whole of it else.
    rangeHeaders: { 'x-oss-range-behavior': 'standard' },
    crc64Header: 'x-oss-hash-crc64ecma',
    presign: async (method, key, expiresInSeconds) =>
      signUrl(await credentials(), signing, redirectOrigin, { method, key }, http.clock.now(), expiresInSeconds),
  })
}
