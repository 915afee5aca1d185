import { isCatalogError } from '@moorage/catalog-core'
import { type DriverError, type DriverErrorCode, isDriverError } from '@moorage/driver-core'
import type { ErrorCode } from './error-codes.ts'
import { firstFailure } from './first-failure.ts'
import { RegistryError } from './registry-error.ts'

interface Translation {
  readonly code: ErrorCode
  readonly status?: number
  readonly message: string
}

/** What the client learns of a store's failure; the log has the rest. */
const translations: Readonly<Partial<Record<DriverErrorCode, Translation>>> = {
  RATE_LIMITED: { code: 'TOOMANYREQUESTS', message: 'the store is throttling requests; try again later' },
  UNAVAILABLE: { code: 'UNAVAILABLE', message: 'the store cannot be reached at the moment; try again later' },
  CONFLICT: { code: 'UNAVAILABLE', message: 'another request changed the same thing; try again' },
  NO_SPACE: {
    code: 'DENIED',
    status: 507,
    message: 'the store is full; the upload is kept and can go on when there is space again',
  },
  ACCESS_DENIED: {
    code: 'UNKNOWN',
    message: 'the store refused the registry; its operator finds the reason in the log',
  },
}

const unavailableCatalog = {
  message: 'the catalog of repositories cannot be reached at the moment; try again later',
  headers: { 'Retry-After': '1' },
}

/** One table from whatever was thrown to what the client is told. */
export function toRegistryError(failure: unknown): RegistryError {
  const error = firstFailure(failure)
  if (error instanceof RegistryError) return error
  if (isCatalogError(error) && error.retryable)
    return new RegistryError('UNAVAILABLE', { ...unavailableCatalog, cause: error })
  if (!isDriverError(error)) return new RegistryError('UNKNOWN', { cause: error })
  const translation = translations[error.code]
  if (translation === undefined) return new RegistryError('UNKNOWN', { cause: error })
  const { code, status, message } = translation
  return new RegistryError(code, { status, message, headers: retryAfter(error), cause: error })
}

function retryAfter(error: DriverError): Record<string, string> {
  if (!error.retryable) return {}
  return { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfterSeconds ?? 1))) }
}
