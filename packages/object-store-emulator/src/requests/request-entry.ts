import type { Call, Front } from '../fronts/front.ts'
import type { Operation } from '../fronts/operation.ts'
import type { Service } from '../fronts/service.ts'

/** What the emulator remembers of a request. An entry is there from the moment the headers were read, and filled in as it goes on. */
export interface RequestEntry {
  readonly requestId: string
  readonly service: Service
  readonly operation: Operation
  readonly method: string
  readonly host: string
  readonly bucket: string
  readonly key: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly startedAt: Date
  /** The account that signed it; undefined until then. */
  account: string | undefined
  /** What the client was told, or undefined when the connection ended before. */
  status: number | undefined
  errorCode: string | undefined
  /** Why it failed, in more words than the service has for its client. */
  detail: string | undefined
  /** The kinds of faults that happened to it. */
  fault: string | undefined
  requestBytes: number
  responseBytes: number
  durationMs: number | undefined
}

export function createEntry({ service }: Front, { operation, request, location, requestId }: Call): RequestEntry {
  return {
    requestId,
    service,
    operation,
    method: request.method,
    host: request.host,
    bucket: location.bucketName,
    key: location.key,
    query: Object.fromEntries(request.query.entries),
    headers: request.headers,
    startedAt: new Date(),
    account: undefined,
    status: undefined,
    errorCode: undefined,
    detail: undefined,
    fault: undefined,
    requestBytes: 0,
    responseBytes: 0,
    durationMs: undefined,
  }
}
