/**
 * What went wrong, from a closed set:
 *
 * | code | meaning |
 * |---|---|
 * | `CONFIG_INVALID` | an option is missing or wrong, or what it names cannot be used |
 * | `ACCESS_DENIED` | the database refuses these credentials, or the file's permissions do |
 * | `UNAVAILABLE` | the database cannot be reached, or did not answer in time |
 * | `BUSY` | another process has the turn, or a lock |
 * | `NO_SPACE` | there is no room left |
 * | `ABORTED` | the caller's signal ended the call |
 * | `CLOSED` | the catalog was used after its end |
 * | `UNEXPECTED` | anything else; see `cause` |
 */
export type CatalogErrorCode =
  | 'CONFIG_INVALID'
  | 'ACCESS_DENIED'
  | 'UNAVAILABLE'
  | 'BUSY'
  | 'NO_SPACE'
  | 'ABORTED'
  | 'CLOSED'
  | 'UNEXPECTED'

export interface CatalogErrorDetails {
  readonly code: CatalogErrorCode
  /** Name of the catalog; it stands at the head of the message. */
  readonly catalog: string
  /** Without secrets. */
  readonly message: string
  readonly cause?: unknown
}

/** Every failure of a catalog is one of these. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError'
  readonly code: CatalogErrorCode
  readonly catalog: string
  /** Whether the same call may succeed later. */
  readonly retryable: boolean

  constructor(details: CatalogErrorDetails) {
    super(`${details.catalog}: ${details.message}`, { cause: details.cause })
    this.code = details.code
    this.catalog = details.catalog
    this.retryable = details.code === 'UNAVAILABLE' || details.code === 'BUSY'
  }
}

/**
 * Whether `error` is a `CatalogError` with one of `codes` (any code when none is given).
 * It looks at the shape, not the class: a catalog may bring its own copy of this package.
 */
export function isCatalogError(error: unknown, ...codes: readonly CatalogErrorCode[]): error is CatalogError {
  return (
    error instanceof Error &&
    error.name === 'CatalogError' &&
    'code' in error &&
    (codes.length === 0 || codes.includes(error.code as CatalogErrorCode))
  )
}
