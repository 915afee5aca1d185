import { type ObjectStoreClientSettings, objectPath, RestClient, StoreHttp } from '@moorage/driver-core/object-store'
import { cosEndpoint } from './endpoint.ts'
import type { CosOptions } from './options.ts'
import { cosProtocol } from './protocol.ts'
import { signUrl } from './signature.ts'

/** The client of one bucket. */
export function createCosClient(options: CosOptions, settings: ObjectStoreClientSettings = {}): RestClient {
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
