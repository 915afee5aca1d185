import type { StoragePath } from './storage-path.ts'

/**
 * What went wrong, from a closed set:
 *
 * | code | meaning | usual HTTP status at the registry |
 * |---|---|---|
 * | `PATH_NOT_FOUND` | nothing is stored at the path | 404 |
 * | `INVALID_PATH` | the path is not legal, or lies below a file | 400 |
 * | `INVALID_OFFSET` | a negative offset, or one behind the end of the file | 416 |
 * | `UNSUPPORTED` | the store cannot do this; its capabilities say so | 405 |
 * | `CONFIG_INVALID` | an option is missing or wrong, or the bucket does not exist | start refused |
 * | `ACCESS_DENIED` | the store refuses these credentials, or the file's permissions do | 500 |
 * | `RATE_LIMITED` | the store throttles | 429 |
 * | `UNAVAILABLE` | the store cannot be reached, or is out of handles | 503 |
 * | `NO_SPACE` | the store is full | 507 |
 * | `CONFLICT` | another writer was faster | 409 |
 * | `CLOSED` | the writer or driver was used after its end | 500 |
 * | `ABORTED` | the caller's signal ended the call | none |
 * | `UNEXPECTED` | anything else; see `cause` | 500 |
 */
export type DriverErrorCode =
  | 'PATH_NOT_FOUND'
  | 'INVALID_PATH'
  | 'INVALID_OFFSET'
  | 'UNSUPPORTED'
  | 'CONFIG_INVALID'
  | 'ACCESS_DENIED'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'NO_SPACE'
  | 'CONFLICT'
  | 'CLOSED'
  | 'ABORTED'
  | 'UNEXPECTED'

export interface DriverErrorDetails {
  readonly code: DriverErrorCode
  /** Name of the driver; it stands at the head of the message. */
  readonly driver: string
  readonly message: string
  readonly path?: StoragePath | undefined
  /** Whether the same call may succeed later. Default: true for `RATE_LIMITED` and `UNAVAILABLE`, else false. */
  readonly retryable?: boolean | undefined
  /** Seconds the store asked to wait before the next try. */
  readonly retryAfterSeconds?: number | undefined
  /** The store's own id of the failed request, for its support desk. */
  readonly requestId?: string | undefined
  readonly cause?: unknown
}

/** Every failure of a driver is one of these. */
export class DriverError extends Error {
  override readonly name = 'DriverError'
  readonly code: DriverErrorCode
  readonly driver: string
  readonly path: StoragePath | undefined
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined

  constructor(details: DriverErrorDetails) {
    const place = details.path === undefined ? '' : ` ${details.path}:`
    super(`${details.driver}:${place} ${details.message}`, { cause: details.cause })
    this.code = details.code
    this.driver = details.driver
    this.path = details.path
    this.retryable = details.retryable ?? (details.code === 'RATE_LIMITED' || details.code === 'UNAVAILABLE')
    this.retryAfterSeconds = details.retryAfterSeconds
    this.requestId = details.requestId
  }
}

/**
 * Whether `error` is a `DriverError` with one of `codes` (any code when none is given).
 * It looks at the shape, not the class: a driver may bring its own copy of this package.
 */
export function isDriverError(error: unknown, ...codes: readonly DriverErrorCode[]): error is DriverError {
  return (
    error instanceof Error &&
    error.name === 'DriverError' &&
    'code' in error &&
    (codes.length === 0 || codes.includes(error.code as DriverErrorCode))
  )
}

/** The error for a path at which nothing is stored. */
export function pathNotFound(driver: string, path: StoragePath, cause?: unknown): DriverError {
  return new DriverError({ code: 'PATH_NOT_FOUND', driver, path, message: 'no such file or directory', cause })
}
