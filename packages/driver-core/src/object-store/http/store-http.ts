import { Readable } from 'node:stream'
import type { Pool } from 'undici'
import { DriverError } from '../../driver-error.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { type ConnectionOptions, openConnections } from './connections.ts'
import { exchange, type RawAnswer } from './exchange.ts'
import { isErrorBody, readFault } from './read-fault.ts'
import { readBody } from './read-body.ts'
import { contentLength } from './request-body.ts'
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts'
import { repeat } from './repeat.ts'
import { StoreClock } from './store-clock.ts'
import { StoreFault } from './store-fault.ts'
import type { StoreProtocol } from './store-protocol.ts'
import type { AnswerHead, StoreAnswer, StoreRequest } from './store-request.ts'

/** Bytes that are read at once, without anybody to wait for. */
const smallBytes = 64 * 1024

/** One try of a call, told to whoever counts them. */
export interface RequestRecord {
  readonly operation: string
  readonly method: string
  /** Undefined where no answer came. */
  readonly status: number | undefined
  /** Milliseconds until the answer was there: its head, for a download. */
  readonly durationMs: number
  /** Milliseconds that it waited for a place among `maxConcurrency`. */
  readonly waitedMs: number
}

export interface StoreHttpOptions {
  readonly protocol: StoreProtocol
  readonly connections: ConnectionOptions
  /**
   * Most requests at the same time. A large download counts until its head has arrived, or ten slow readers would stop everything;
   * any other answer counts until it is read.
   */
  readonly maxConcurrency: number
  readonly retry?: Partial<RetryPolicy> | undefined
  readonly userAgent?: string | undefined
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
}

/** An answer whose body is being read by whoever asked. */
export type OpenAnswer = RawAnswer & AnswerHead

/**
 * HTTP to one host of an object store: connections that are kept, a bound on requests at a time, time-outs, each try signed anew, and
 * what may be sent again sent again. All failures are `DriverError`s.
 */
export class StoreHttp implements AsyncDisposable {
  readonly clock: StoreClock = new StoreClock()
  readonly retry: RetryPolicy
  readonly #options: StoreHttpOptions
  readonly #connections: Pool
  readonly #limit: ConcurrencyLimit
  #closed = false

  constructor(options: StoreHttpOptions) {
    this.#options = options
    this.retry = { ...defaultRetryPolicy, ...options.retry }
    this.#connections = openConnections(options.connections)
    this.#limit = new ConcurrencyLimit(options.maxConcurrency)
  }

  get protocol(): StoreProtocol {
    return this.#options.protocol
  }

  /**
   * Makes a call whose answer is small.
   * @param read makes of the answer what the caller wants; a `StoreFault` that it throws counts as a failed try
   */
  call<Result>(request: StoreRequest, read: (answer: StoreAnswer) => Result): Promise<Result> {
    return this.#repeat(request, async (raw, mayBeDone) => {
      const text = String(await readBody(raw.body))
      const fault = raw.status >= 300 || isErrorBody(text) ? readFault(this.protocol, raw, text) : undefined
      if (fault !== undefined && !isExpected(request, fault)) throw fault
      return read({ status: raw.status, headers: raw.headers, errorCode: fault?.code, mayBeDone, text })
    })
  }

  /**
   * Makes a call whose answer may be large. A body that is not is read at once, which is part of the try.
   * @param read looks at the head, and hands the body to whoever reads or destroys it; a `StoreFault` that it throws counts as a failed try.
   * The body of an expected error is empty.
   */
  open<Result>(request: StoreRequest, read: (answer: OpenAnswer) => Result): Promise<Result> {
    return this.#repeat(request, async (raw, mayBeDone) => {
      if (raw.status >= 300) {
        const fault = readFault(this.protocol, raw, String(await readBody(raw.body)))
        if (!isExpected(request, fault)) throw fault
        return read({ ...raw, errorCode: fault.code, mayBeDone })
      }
      try {
        const length = Number(raw.headers['content-length'] ?? Number.NaN)
        const body = length <= smallBytes ? Readable.from([await readBody(raw.body)], { objectMode: false }) : raw.body
        return read({ ...raw, body, errorCode: undefined, mayBeDone })
      } catch (error) {
        raw.body.destroy()
        throw error
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#connections.destroy()
  }

  async #repeat<Result>(
    request: StoreRequest,
    use: (raw: RawAnswer, mayBeDone: boolean) => Promise<Result>,
  ): Promise<Result> {
    const call = { protocol: this.protocol, request, policy: this.retry, clock: this.clock }
    return repeat(call, (mayBeDone) => this.#try(request, (raw) => use(raw, mayBeDone)))
  }

  async #try<Result>(request: StoreRequest, use: (raw: RawAnswer) => Promise<Result>): Promise<Result> {
    const askedAt = performance.now()
    const leave = await this.#limit.enter(request.signal)
    const enteredAt = performance.now()
    const sending = { over: false }
    let status: number | undefined
    try {
      if (this.#closed) throw closed(this.protocol)
      const raw = await exchange(this.#connections, request, await this.#headers(request), sending)
      status = raw.status
      return await use(raw)
    } catch (error) {
      throw this.#closed ? closed(this.protocol) : error
    } finally {
      sending.over = true
      leave()
      const { operation, method } = request
      const durationMs = performance.now() - enteredAt
      this.#options.onRequest?.({ operation, method, status, durationMs, waitedMs: enteredAt - askedAt })
    }
  }

  async #headers(request: StoreRequest): Promise<Readonly<Record<string, string>>> {
    const { connections, protocol, userAgent } = this.#options
    const headers = {
      host: connections.origin.host,
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
      ...(request.content === undefined ? {} : { 'content-length': String(contentLength(request.content)) }),
      ...request.headers,
    }
    return { ...headers, ...(await protocol.sign(request, headers, this.clock.now())) }
  }
}

function closed(protocol: StoreProtocol): DriverError {
  return new DriverError({ code: 'CLOSED', driver: protocol.driver, message: 'closed' })
}

function isExpected(request: StoreRequest, fault: StoreFault): boolean {
  return fault.code !== undefined && request.expect?.includes(fault.code) === true
}
