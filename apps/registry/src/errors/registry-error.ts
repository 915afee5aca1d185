import { type ErrorCode, errorCodes } from './error-codes.ts'

export interface RegistryErrorOptions {
  /** Says what is wrong and what to do. Default: the code's own sentence. */
  readonly message?: string | undefined
  /** Shown to the client as it is: never a path of the store, never a secret. */
  readonly detail?: unknown
  /** Default: the code's status. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly cause?: unknown
}

/** What an end point throws to refuse a request; `errorReply` writes it. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  readonly code: ErrorCode
  readonly status: number
  readonly detail: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, options: RegistryErrorOptions = {}) {
    super(options.message ?? errorCodes[code].message, { cause: options.cause })
    this.code = code
    this.status = options.status ?? errorCodes[code].status
    this.detail = options.detail
    this.headers = options.headers ?? {}
  }
}
