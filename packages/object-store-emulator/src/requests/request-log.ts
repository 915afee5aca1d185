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
  /** The kind of fault that was played. */
  fault: string | undefined
  requestBytes: number
  responseBytes: number
  durationMs: number | undefined
}

/** The last requests, in the order they came in. */
export class RequestLog {
  readonly #maximumLength: number
  #entries: RequestEntry[] = []

  constructor(maximumLength: number = 100_000) {
    this.#maximumLength = maximumLength
  }

  add(entry: RequestEntry): void {
    this.#entries.push(entry)
    // In large steps: shifting an array of this length for every request would cost more than the request.
    if (this.#entries.length >= 2 * this.#maximumLength) this.#entries = this.#entries.slice(-this.#maximumLength)
  }

  list(operation?: Operation): readonly RequestEntry[] {
    const last = this.#entries.slice(-this.#maximumLength)
    return operation === undefined ? last : last.filter((entry) => entry.operation === operation)
  }

  count(operation?: Operation): number {
    return this.list(operation).length
  }

  clear(): void {
    this.#entries = []
  }
}
