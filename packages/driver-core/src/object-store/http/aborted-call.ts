import { DriverError } from '../../driver-error.ts'
import type { StoreProtocol } from './store-protocol.ts'
import type { StoreRequest } from './store-request.ts'

/** The error of a call that its caller's signal ended. */
export function abortedCall(protocol: StoreProtocol, request: Pick<StoreRequest, 'operation' | 'signal'>): DriverError {
  const message = `${request.operation}: the call was aborted`
  return new DriverError({ code: 'ABORTED', driver: protocol.driver, message, cause: request.signal?.reason })
}
