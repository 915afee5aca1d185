import { EngineError } from '../../engine/engine-error.ts'
import { ServiceError } from '../service-error.ts'

/** An error with all that a service says of it. */
export interface KnownError {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Completes an error by the table of a service.
 * @param names what the service calls codes that others call otherwise
 */
export function knownError(
  error: unknown,
  table: Readonly<Record<string, readonly [status: number, message: string]>>,
  names: Readonly<Record<string, string>> = {},
): KnownError {
  const isKnown = error instanceof ServiceError || error instanceof EngineError
  const code = isKnown ? (names[error.code] ?? error.code) : 'InternalError'
  const [status, message] = table[code] ?? [400, code]
  if (!(error instanceof ServiceError)) return { code, status, message, headers: {}, fields: {} }
  const { headers, fields } = error
  const ownMessage = error.message === '' ? message : error.message
  return { code, status: error.status ?? status, message: ownMessage, headers, fields }
}
