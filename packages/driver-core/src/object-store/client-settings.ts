import type { ConnectionOptions } from './http/connections.ts'
import type { RetryPolicy } from './http/retry-policy.ts'
import type { RequestRecord } from './http/store-http.ts'

/** What the client of a bucket is told that is no business of a configuration. */
export interface ObjectStoreClientSettings {
  readonly userAgent?: string | undefined
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** Default: 5 tries in about a minute. */
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly timeouts?: Pick<ConnectionOptions, 'connectTimeoutMs' | 'idleTimeoutMs'> | undefined
}
