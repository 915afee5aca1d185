import type { DriverErrorCode } from '../../driver-error.ts'
import type { StoreFault } from './store-fault.ts'
import type { StoreRequest } from './store-request.ts'

/** What becomes of one of the store's error codes. */
export interface FaultRule {
  readonly code: DriverErrorCode
  /** What it means and what to do, for whoever runs the registry; it may depend on the store's word for the call. */
  readonly message: string | ((operation: string) => string)
  /** Whether to send the call again. Default: for `RATE_LIMITED` and `UNAVAILABLE`. */
  readonly retry?: boolean | undefined
}

/** What is different from store to store in their HTTP. */
export interface StoreProtocol {
  /** Name of the driver, at the head of every message. */
  readonly driver: string
  /** Header of an answer that names the request, in lower case. */
  readonly requestIdHeader: string
  /** Header of an answer to HEAD with the document of an error, in base64. Default: there is none. */
  readonly errorHeader?: string | undefined
  /** Header of an answer with the milliseconds to wait before the next try. Default: `Retry-After` alone. */
  readonly delayMsHeader?: string | undefined
  /** By the store's error code. */
  readonly faults: Readonly<Record<string, FaultRule>>
  /**
   * The headers that sign a try, to be added to the request's own.
   * @param headers all that will be sent, `host` included
   * @param at the store's time, as far as it is known
   */
  sign(
    request: StoreRequest,
    headers: Readonly<Record<string, string>>,
    at: Date,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  /** Whether the store refused a try because of its date. */
  isClockSkew(fault: StoreFault): boolean
}
