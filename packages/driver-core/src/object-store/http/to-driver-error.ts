import { DriverError, type DriverErrorCode } from '../../driver-error.ts'
import type { FaultKind, StoreFault } from './store-fault.ts'
import type { FaultRule, StoreProtocol } from './store-protocol.ts'
import type { StoreRequest } from './store-request.ts'

/** What a fault means: by the store's code first, then by its status, then by how the try ended. */
export function faultRule(protocol: StoreProtocol, fault: StoreFault): FaultRule {
  const ofCode = fault.code === undefined ? undefined : protocol.faults[fault.code]
  if (ofCode !== undefined) return ofCode
  if (fault.kind !== 'answer') return kinds[fault.kind]
  const status = fault.status ?? 0
  return statuses[status] ?? (status >= 500 ? broken : unexpected)
}

/** Whether sending a call again may help. */
export function mayRetry(protocol: StoreProtocol, fault: StoreFault): boolean {
  const rule = faultRule(protocol, fault)
  return rule.retry ?? (rule.code === 'RATE_LIMITED' || rule.code === 'UNAVAILABLE')
}

/**
 * The error that a call ends with. Its message names the call, what to do and the store's request, never a secret.
 * @param patienceMs what to ask callers to wait when a store throttles and does not say for how long
 */
export function toDriverError(
  protocol: StoreProtocol,
  request: Pick<StoreRequest, 'operation' | 'key'>,
  fault: StoreFault,
  tries: number,
  patienceMs: number,
): DriverError {
  const rule = faultRule(protocol, fault)
  const meaning = typeof rule.message === 'string' ? rule.message : rule.message(request.operation)
  const call = request.key === undefined ? request.operation : `${request.operation} ${request.key}`
  const details = [
    [fault.status, fault.code].filter((part) => part !== undefined).join(' '),
    fault.message,
    fault.requestId === undefined ? '' : `request ${fault.requestId}`,
    tries > 1 ? `${tries} tries` : '',
  ].filter((part) => part !== '')
  return new DriverError({
    code: rule.code,
    driver: protocol.driver,
    message: `${call}: ${meaning}${details.length === 0 ? '' : ` (${details.join(', ')})`}`,
    retryAfterSeconds: fault.retryAfterSeconds ?? (rule.code === 'RATE_LIMITED' ? patienceMs / 1000 : undefined),
    requestId: fault.requestId,
    cause: fault,
  })
}

const broken: FaultRule = { code: 'UNAVAILABLE', message: 'the store failed' }
const unexpected: FaultRule = { code: 'UNEXPECTED', message: 'the store refused the request' }

const statuses: Readonly<Record<number, FaultRule>> = {
  401: { code: 'ACCESS_DENIED', message: 'the store refuses these credentials' },
  403: { code: 'ACCESS_DENIED', message: 'the store refuses these credentials' },
  404: { code: 'PATH_NOT_FOUND', message: 'no such object' },
  408: { code: 'UNAVAILABLE', message: 'the store waited too long for the request' },
  409: { code: 'CONFLICT', message: 'another request was faster' },
  412: { code: 'CONFLICT', message: 'the object is another one by now' },
  416: { code: 'INVALID_OFFSET', message: 'the range lies behind the end of the object' },
  429: { code: 'RATE_LIMITED', message: 'the store throttles' },
  // Without a code, as answers to HEAD are, it is the status of throttling.
  503: { code: 'RATE_LIMITED', message: 'the store throttles' },
  507: { code: 'NO_SPACE', message: 'the store is full' },
} satisfies Readonly<Record<number, { code: DriverErrorCode; message: string }>>

const kinds: Readonly<Record<Exclude<FaultKind, 'answer'>, FaultRule>> = {
  connection: { code: 'UNAVAILABLE', message: 'the store cannot be reached' },
  'time-out': { code: 'UNAVAILABLE', message: 'the store does not answer' },
  garbled: { code: 'UNAVAILABLE', message: 'the answer of the store cannot be used' },
  tls: { code: 'UNAVAILABLE', message: 'no secure connection to the store', retry: false },
}
