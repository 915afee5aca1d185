import {
  type ConnectionOptions,
  objectPath,
  percentEncode,
  type RequestRecord,
  RestClient,
  type RetryPolicy,
  StoreHttp,
} from '@moorage/driver-core/object-store'
import { type BucketPlace, type S3Endpoint, s3Endpoint } from './endpoint.ts'
import { objectHeaders } from './object-headers.ts'
import type { S3Options } from './options.ts'
import { s3Protocol } from './protocol.ts'
import { createSdkClient } from './sdk-client.ts'
import { S3Signer } from './signer.ts'
import { s3Words, type StoreWords } from './store-words.ts'

/** What is no business of a configuration. */
export interface S3ClientSettings {
  readonly words?: StoreWords | undefined
  readonly userAgent?: string | undefined
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** Default: 5 tries in about a minute. */
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly timeouts?: Pick<ConnectionOptions, 'connectTimeoutMs' | 'idleTimeoutMs'> | undefined
  /** The address to connect to, if the host's name is not to be looked up. */
  readonly connectTo?: ConnectionOptions['connectTo']
}

export interface S3Bucket {
  readonly client: RestClient
  readonly endpoint: S3Endpoint
}

/** The client of one bucket. */
export function createS3Client(options: S3Options, settings: S3ClientSettings = {}): S3Bucket {
  const { words = s3Words } = settings
  const sdk = createSdkClient(options)
  const signer = new S3Signer(words.driver, sdk)
  const endpoint = s3Endpoint(sdk, options)
  const http = new StoreHttp({
    protocol: s3Protocol(words, signer),
    connections: {
      origin: endpoint.origin,
      connectTo: settings.connectTo,
      verifyTls: !options.skipverify,
      ...settings.timeouts,
    },
    maxConcurrency: options.maxconcurrency,
    retry: settings.retry,
    userAgent: [settings.userAgent, options.useragent].filter((text) => text !== undefined).join(' '),
    onRequest: settings.onRequest,
  })
  const client = new RestClient(http, {
    headerPrefix: 'x-amz-',
    path: (key) => pathIn(endpoint, key),
    copySource: (key) => `/${percentEncode(options.bucket)}${objectPath(key)}`,
    objectHeaders: objectHeaders(options),
    presign: (method, key, expiresInSeconds) => {
      const path = pathIn(endpoint.redirect, key)
      const seconds = Math.min(expiresInSeconds, longestLifeSeconds)
      return signer.presign(endpoint.redirect.origin, { method, path }, http.clock.now(), seconds)
    },
  })
  return { client, endpoint }
}

/** The longest life of a URL: seven days. */
const longestLifeSeconds = 604_800

const pathIn = ({ basePath }: BucketPlace, key: string): string => `${basePath}${objectPath(key)}`
