import { setTimeout as delay } from 'node:timers/promises'
import { abortedCall } from './aborted-call.ts'
import { type RetryPolicy, retryDelayMs } from './retry-policy.ts'
import type { StoreClock } from './store-clock.ts'
import { StoreFault } from './store-fault.ts'
import type { StoreProtocol } from './store-protocol.ts'
import type { StoreRequest } from './store-request.ts'
import { faultRule, mayRetry, toDriverError } from './to-driver-error.ts'

/** How often a connection that had been closed meanwhile may be met before it counts as a failure. */
const mostStaleConnections = 3

export interface Repetition {
  readonly protocol: StoreProtocol
  readonly request: StoreRequest
  readonly policy: RetryPolicy
  readonly clock: StoreClock
}

/**
 * Sends a call until it succeeds, its failure is final, or the policy is used up.
 * @param attempt sends it once; told whether an earlier try may have been carried out
 * @throws DriverError
 */
export async function repeat<Result>(
  call: Repetition,
  attempt: (mayBeDone: boolean) => Promise<Result>,
): Promise<Result> {
  const { protocol, request, policy, clock } = call
  let failures = 0
  let mayBeDone = false
  let stale = 0
  let clockCorrected = false
  let giveUpAt = Number.POSITIVE_INFINITY
  for (;;) {
    const { offsetMs } = clock
    let fault: StoreFault
    try {
      return await attempt(mayBeDone)
    } catch (error) {
      if (request.signal?.aborted === true) throw abortedCall(protocol, request)
      if (!(error instanceof StoreFault)) throw error
      fault = error
    }
    mayBeDone ||= fault.mayHaveActed
    if (!clockCorrected && protocol.isClockSkew(fault)) {
      if (fault.storeTime !== undefined) clock.correct(fault.storeTime)
      clockCorrected = true
      // By this call, or by another one that met the same meanwhile.
      if (clock.offsetMs !== offsetMs) continue
    }
    const repeatable = request.repeatable !== false || !fault.mayHaveActed
    // The store closed a connection that it had kept open for us: no sign of trouble, and no reason to wait.
    if (repeatable && fault.reusedConnection && stale < mostStaleConnections) {
      stale += 1
      continue
    }
    failures += 1
    if (failures === 1) giveUpAt = performance.now() + policy.maxTotalMs
    const throttled = faultRule(protocol, fault).code === 'RATE_LIMITED'
    const waitMs = retryDelayMs(policy, { failures, throttled, retryAfterSeconds: fault.retryAfterSeconds })
    if (
      // What is throttled was not carried out.
      !(repeatable || throttled) ||
      !mayRetry(protocol, fault) ||
      failures >= policy.tries ||
      waitMs === undefined ||
      performance.now() + waitMs > giveUpAt
    ) {
      throw toDriverError(protocol, request, fault, failures, policy.maxDelayMs)
    }
    await wait(waitMs, call)
  }
}

async function wait(milliseconds: number, call: Repetition): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal: call.request.signal })
  } catch {
    throw abortedCall(call.protocol, call.request)
  }
}
