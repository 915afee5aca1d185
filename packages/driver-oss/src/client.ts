import { type ObjectStoreClientSettings, objectPath, RestClient, StoreHttp } from '@moorage/driver-core/object-store'
import { credentialSource } from './credentials/credential-source.ts'
import { encryptionHeaders } from './encryption.ts'
import { ossEndpoint } from './endpoint.ts'
import type { OssOptions } from './options.ts'
import { ossProtocol } from './protocol.ts'
import { readRegion } from './region.ts'
import { type SigningOptions, signUrl } from './signature.ts'

/** The client of one bucket. */
export function createOssClient(options: OssOptions, settings: ObjectStoreClientSettings = {}): RestClient {
  const { bucket, region, signatureversion: version } = options
  const { origin, connectTo, redirectOrigin } = ossEndpoint(options)
  const signing: SigningOptions = { version, bucket, region: readRegion(region).name }
  const credentials = credentialSource(options)
  const http = new StoreHttp({
    protocol: ossProtocol(credentials, options.credentialfile !== undefined, signing),
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
