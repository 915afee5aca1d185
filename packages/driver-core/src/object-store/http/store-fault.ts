/**
 * What a try met:
 * - `answer`: the store answered with an error;
 * - `connection`: no connection, or it broke;
 * - `tls`: the store did not prove who it is, or does not speak TLS at all;
 * - `time-out`: it went silent;
 * - `garbled`: the answer was cut off, or is not what the call is answered with.
 */
export type FaultKind = 'answer' | 'connection' | 'tls' | 'time-out' | 'garbled'

export interface FaultDetails {
  readonly kind: FaultKind
  readonly message: string
  readonly status?: number | undefined
  /** The store's own code, such as `NoSuchKey`. */
  readonly code?: string | undefined
  readonly requestId?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  /** The host that the store says to use instead. */
  readonly endpoint?: string | undefined
  /** When the store answered, by its own clock. */
  readonly storeTime?: Date | undefined
  /** Whether the store may have carried the call out. Default true. */
  readonly mayHaveActed?: boolean | undefined
  /** Whether the connection had been used before, and so may have been closed at its other end all along. Default false. */
  readonly reusedConnection?: boolean | undefined
  readonly cause?: unknown
}

/** Why one try of a call failed; the `cause` of the `DriverError` that the call fails with. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault'
  readonly kind: FaultKind
  readonly status: number | undefined
  readonly code: string | undefined
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly endpoint: string | undefined
  readonly storeTime: Date | undefined
  readonly mayHaveActed: boolean
  readonly reusedConnection: boolean

  constructor(details: FaultDetails) {
    super(details.message, { cause: details.cause })
    this.kind = details.kind
    this.status = details.status
    this.code = details.code
    this.requestId = details.requestId
    this.retryAfterSeconds = details.retryAfterSeconds
    this.endpoint = details.endpoint
    this.storeTime = details.storeTime
    this.mayHaveActed = details.mayHaveActed ?? true
    this.reusedConnection = details.reusedConnection ?? false
  }
}

/** For readers of answers: what arrived is not what the call is answered with, and asking again may help. */
export function garbled(message: string, cause?: unknown): StoreFault {
  return new StoreFault({ kind: 'garbled', message, cause })
}
