import { formatDuration } from '../config/duration.ts'

/** What is known about a request once it is answered. */
export interface RequestRecord {
  readonly id: string
  readonly method: string
  readonly host: string
  /** Path and query, as they came. */
  readonly uri: string
  /** Such as `1.1`. */
  readonly httpVersion?: string | undefined
  readonly referer?: string | undefined
  readonly userAgent?: string | undefined
  /** IP address, with or without a port. */
  readonly remoteAddress: string
  readonly contentType?: string | undefined
  readonly status: number
  /** Bytes of the answer's body. */
  readonly written: number
  readonly responseContentType?: string | undefined
  readonly durationMs: number
  /** Name of the user, where one is known. */
  readonly user?: string | undefined
  readonly vars: {
    readonly name?: string | undefined
    readonly reference?: string | undefined
    readonly digest?: string | undefined
    readonly uuid?: string | undefined
  }
  readonly error?: { readonly code: string; readonly message: string; readonly detail?: unknown } | undefined
}

/** The fields of a log line about a request, by the Go registry's names. What is not known is left out. */
export function requestFields(record: RequestRecord): Record<string, unknown> {
  const fields = {
    'http.request.id': record.id,
    'http.request.method': record.method,
    'http.request.host': record.host,
    'http.request.uri': record.uri,
    'http.request.referer': record.referer,
    'http.request.useragent': record.userAgent,
    'http.request.remoteaddr': record.remoteAddress,
    'http.request.contenttype': record.contentType,
    'http.response.status': record.status,
    'http.response.written': record.written,
    'http.response.contenttype': record.responseContentType,
    'http.response.duration': formatDuration(record.durationMs),
    'auth.user.name': record.user,
    'vars.name': record.vars.name,
    'vars.reference': record.vars.reference,
    'vars.digest': record.vars.digest,
    'vars.uuid': record.vars.uuid,
    'err.code': record.error?.code,
    'err.message': record.error?.message,
    'err.detail': record.error?.detail,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
}
