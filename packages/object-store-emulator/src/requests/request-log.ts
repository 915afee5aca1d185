import type { Operation } from '../fronts/operation.ts'
import type { RequestEntry } from './request-entry.ts'

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
