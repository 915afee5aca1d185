export interface RetryPolicy {
  /** Most times a call is sent. Default 5. */
  readonly tries: number
  /** Milliseconds: bound of the first wait, doubled for each one after. Default 200. */
  readonly firstDelayMs: number
  /** The same, after the store asked for fewer requests. Default 1,000. */
  readonly firstThrottleDelayMs: number
  /** Milliseconds: the longest wait. A store that asks for a longer one is not asked again. Default 10,000. */
  readonly maxDelayMs: number
  /** Milliseconds after the first failure in which further tries may begin. Default 60,000. */
  readonly maxTotalMs: number
}

export const defaultRetryPolicy: RetryPolicy = {
  tries: 5,
  firstDelayMs: 200,
  firstThrottleDelayMs: 1000,
  maxDelayMs: 10_000,
  maxTotalMs: 60_000,
}

export interface FailedTry {
  /** How many tries have failed by now, from 1. */
  readonly failures: number
  readonly throttled: boolean
  /** What the store asked for. */
  readonly retryAfterSeconds?: number | undefined
}

/**
 * Milliseconds to wait before the next try; undefined when the wait would be longer than the policy allows.
 * Full jitter: callers that failed together do not come back together. What the store asked for is the least.
 */
export function retryDelayMs(policy: RetryPolicy, failed: FailedTry): number | undefined {
  const first = failed.throttled ? policy.firstThrottleDelayMs : policy.firstDelayMs
  const bound = Math.min(policy.maxDelayMs, first * 2 ** (failed.failures - 1))
  const asked = (failed.retryAfterSeconds ?? 0) * 1000
  return asked > policy.maxDelayMs ? undefined : asked + Math.random() * bound
}
