import { isDriverError } from '@moorage/driver-core'
import { firstFailure } from '../errors/first-failure.ts'
import { SeveralErrors } from '../errors/several-errors.ts'
import { toRegistryError } from '../errors/to-registry-error.ts'
import type { Logger } from 'pino'
import { formatAccessLog } from '../logging/access-log.ts'
import { type AccessLogOutput, standardOutput } from '../logging/access-log-output.ts'
import { requestFields, type RequestRecord } from '../logging/request-fields.ts'
import type { RegistryServices } from '../registry-services.ts'
import type { Exchange } from './exchange.ts'
import type { Reply } from './reply.ts'
import { BodyCutError } from './request-body.ts'
import type { Route } from './route.ts'

export interface AnsweredRequest {
  readonly exchange: Exchange
  readonly route: Route | undefined
  readonly reply: Reply
  /** What was thrown, where the request was refused or failed. */
  readonly failure: unknown
}

/** One structured line, and one line of the access log, for each request. */
export class RequestLog {
  readonly #logger: Logger
  readonly #accessLog: AccessLogOutput | undefined

  constructor({ logger, configuration }: RegistryServices) {
    this.#logger = logger
    this.#accessLog = configuration.log.accesslog.disabled ? undefined : standardOutput()
  }

  write(answered: AnsweredRequest): void {
    const failure = answered.failure === undefined ? undefined : causeOf(answered.failure)
    const level = levelOf(answered.reply, failure)
    const isLogged = this.#logger.isLevelEnabled(level)
    if (this.#accessLog === undefined && !isLogged) return
    const record = describe(answered)
    this.#accessLog?.write(`${formatAccessLog(record)}\n`)
    if (!isLogged) return
    const fields = requestFields(record)
    const isTold = level === 'error' || isDriverError(failure)
    this.#logger[level](isTold ? { ...fields, err: failure } : fields, messageOf(failure))
  }
}

function levelOf(reply: Reply, failure: Error | undefined): 'info' | 'warn' | 'error' {
  if (failure === undefined) return 'info'
  return reply.status >= 500 && !(failure instanceof BodyCutError) ? 'error' : 'warn'
}

function messageOf(failure: Error | undefined): string {
  if (failure === undefined) return 'response completed'
  return failure instanceof BodyCutError
    ? 'the client went away before its request was whole'
    : 'response completed with error'
}

/** The store's own words are for the log; the client has been told less. */
function causeOf(failure: unknown): Error {
  const first = firstFailure(failure)
  return first instanceof Error ? first : new Error(String(first))
}

function describe({ exchange, route, reply, failure }: AnsweredRequest): RequestRecord {
  const { request } = exchange
  const error =
    failure === undefined ? undefined : failure instanceof SeveralErrors ? failure.errors[0] : toRegistryError(failure)
  return {
    id: exchange.id,
    method: request.method ?? '',
    host: exchange.header('host') ?? exchange.header(':authority') ?? '',
    uri: request.url ?? '',
    httpVersion: request.httpVersion,
    referer: exchange.header('referer'),
    userAgent: exchange.header('user-agent'),
    remoteAddress: exchange.remoteAddress,
    contentType: exchange.header('content-type'),
    status: reply.status,
    written: Number(reply.body === undefined || request.method === 'HEAD' ? 0 : (reply.headers['Content-Length'] ?? 0)),
    responseContentType: String(reply.headers['Content-Type'] ?? ''),
    durationMs: exchange.elapsedMs,
    vars: variables(route),
    error: error === undefined ? undefined : { code: error.code, message: error.message, detail: error.detail },
  }
}

function variables(route: Route | undefined): RequestRecord['vars'] {
  if (route === undefined || !('name' in route)) return {}
  return {
    name: route.name,
    reference: 'reference' in route ? route.reference : undefined,
    digest: 'digest' in route ? route.digest : undefined,
    uuid: 'id' in route ? route.id : undefined,
  }
}
