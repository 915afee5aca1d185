import type { Operation } from '../fronts/operation.ts'
import type { Fault, FaultKind } from './fault.ts'
import type { FaultTarget } from './fault-rule.ts'
import { seededNumber } from './seeded-random.ts'

export interface ScheduleOptions {
  /** Default: a new one each time, to be found in the result. */
  readonly seed?: number
  /** How often, from 0 to 1. */
  readonly rate: number
  /** Default: all that a client can get over by trying again. */
  readonly kinds?: readonly FaultKind[]
  /** How long a stall lasts. Default 0: there are none, because they take a client as long as its time-out. */
  readonly stallMs?: number
  /** The most faults that one call meets before it is left alone. Default 3. */
  readonly maximumInARow?: number
  /**
   * For how many requests a call is left alone then. Default: for good. With a number, clients that make the same call at once may
   * use the rest up while one of them waits for its next try, and that one may meet more faults than it has tries.
   */
  readonly restRequests?: number
}

interface Run {
  requests: number
  faults: number
  rest: number
}

/**
 * Faults on random requests. What happens to the nth request of a call depends on the seed and the call alone, not on what else goes
 * on meanwhile. A client with more tries than `maximumInARow` always gets through.
 */
export class FaultSchedule {
  readonly seed: number
  readonly #options: ScheduleOptions
  readonly #runs = new Map<string, Run>()

  constructor(options: ScheduleOptions) {
    this.seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
    this.#options = options
  }

  next({ operation, bucket, key, detail }: FaultTarget): Fault | undefined {
    const { rate, maximumInARow = 3, restRequests = Infinity } = this.#options
    const call = JSON.stringify([operation, bucket, key, detail])
    const run = this.#runs.get(call) ?? { requests: 0, faults: 0, rest: 0 }
    this.#runs.set(call, run)
    run.requests += 1
    if (run.rest > 0) {
      run.rest -= 1
      return undefined
    }
    const draw = (what: string): number => seededNumber(this.seed, `${what} ${run.requests} ${call}`)
    if (draw('whether') >= rate) return undefined
    const fault = this.#choose(operation, draw)
    if (fault === undefined) return undefined
    run.faults += 1
    // Not a success in between, but only a rest, begins the count anew: the success may be another client's.
    if (run.faults % maximumInARow === 0) run.rest = restRequests
    return fault
  }

  #choose(operation: Operation, draw: (what: string) => number): Fault | undefined {
    const { kinds, stallMs = 0 } = this.#options
    const afterBytes = Math.floor(draw('where') ** 4 * 2 ** 20)
    const candidates = retryableFaults(operation, afterBytes, stallMs)
    const wanted = kinds === undefined ? candidates : candidates.filter(({ kind }) => kinds.includes(kind))
    return wanted[Math.floor(draw('which') * wanted.length)]
  }
}

function retryableFaults(operation: Operation, afterBytes: number, stallMs: number): Fault[] {
  const faults: Fault[] = [
    { kind: 'error', code: 'InternalError', status: 500 },
    { kind: 'error', code: 'ServiceUnavailable', status: 503 },
    { kind: 'error', code: 'SlowDown', status: 503, retryAfterSeconds: 0 },
    { kind: 'delay', ms: afterBytes % 100 },
    { kind: 'reset-request', afterBytes },
    { kind: 'reset-answer', afterBytes },
    { kind: 'cut-answer', afterBytes },
    { kind: 'lose-answer' },
  ]
  if (stallMs > 0) {
    faults.push({ kind: 'stall-request', afterBytes, ms: stallMs }, { kind: 'stall-answer', afterBytes, ms: stallMs })
  }
  if (documents.has(operation)) faults.push({ kind: 'truncated-xml' }, { kind: 'garbage-xml' })
  if (lateErrors.has(operation)) faults.push({ kind: 'error-with-status-200', code: 'InternalError' })
  return faults
}

/** Answered with a document that the client has to read. */
const documents: ReadonlySet<Operation> = new Set<Operation>([
  'GetBucket',
  'ListParts',
  'ListMultipartUploads',
  'DeleteObjects',
])

/** Answered with 200 before the work has ended. */
const lateErrors: ReadonlySet<Operation> = new Set<Operation>([
  'PutObjectCopy',
  'UploadPartCopy',
  'CompleteMultipartUpload',
])
