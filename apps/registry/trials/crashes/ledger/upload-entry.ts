import type { Content } from '../support/content.ts'
import { Violation } from '../support/violation.ts'
import type { RepositoryLedger } from './repository-ledger.ts'

/** An upload that a client has begun. */
export class UploadEntry {
  readonly repository: RepositoryLedger
  readonly content: Content
  /** The last one that was answered. */
  location: string
  /** Bytes that the registry has said it holds. */
  acknowledgedBytes = 0
  /** Bytes of the content that it may hold. */
  sentBytes = 0
  /** A request that ends the upload was sent, and its answer is not known. */
  ending: 'closing' | 'cancelling' | undefined
  readonly #history: string[] = []
  #isUnsettled = true

  constructor(repository: RepositoryLedger, content: Content, location: string) {
    this.repository = repository
    this.content = content
    this.location = location
  }

  /** The registry answered where the upload is now. */
  acknowledge(location: string, what: string): void {
    this.location = location
    const offset = offsetOf(location)
    this.note(`${what}: ${offset} bytes`)
    if (offset < this.acknowledgedBytes)
      this.fail(`${this.acknowledgedBytes} bytes were acknowledged, it has ${offset}`)
    if (offset > this.sentBytes) this.fail(`${this.sentBytes} bytes were sent, it has ${offset}`)
    this.acknowledgedBytes = offset
  }

  /** Whether a client has worked on it since it was last settled. */
  get isUnsettled(): boolean {
    return this.#isUnsettled
  }

  /** Nobody works on it, and its status is known. */
  settle(): void {
    this.#isUnsettled = false
  }

  note(event: string): void {
    this.#isUnsettled = true
    this.#history.push(event)
    if (this.#history.length > 40) this.#history.shift()
  }

  fail(message: string): never {
    throw new Violation(`${message}\n${this.history()}`)
  }

  history(): string {
    const { repository, content, location } = this
    const title = `upload of ${content.digest} (${content.bytes.length} bytes) to ${repository.name}, ${location}:`
    return [title, ...this.#history].join('\n  ')
  }
}

/** The count of bytes that a location's signed state holds: `Range` cannot tell none from one. */
function offsetOf(location: string): number {
  const state = new URL(location, 'http://localhost').searchParams.get('_state') ?? ''
  const macLength = 32
  const json = Buffer.from(state, 'base64url').subarray(macLength).toString('utf8')
  return (JSON.parse(json) as { Offset: number }).Offset
}
