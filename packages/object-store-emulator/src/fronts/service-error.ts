/** An error as a service names it; its front adds the status and message that the service has for the code. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: string
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  /** More elements of the document. */
  readonly fields: Readonly<Record<string, string>>
  /** Why, for the log of the emulator: services say less to their clients. */
  readonly detail: string | undefined

  constructor(code: string, options: ServiceErrorOptions = {}) {
    super(options.message ?? '')
    this.code = code
    this.status = options.status
    this.headers = options.headers ?? {}
    this.fields = options.fields ?? {}
    this.detail = options.detail
  }
}

interface ServiceErrorOptions {
  /** Instead of the service's usual words for the code. */
  readonly message?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly fields?: Readonly<Record<string, string>>
  readonly detail?: string
}
