import { expect, test } from 'vitest'
import { defaultRetryPolicy, retryDelayMs } from './retry-policy.ts'

const longest = (failures: number, throttled: boolean): number =>
  Math.max(...Array.from({ length: 300 }, () => retryDelayMs(defaultRetryPolicy, { failures, throttled }) ?? Infinity))

test.each([
  [1, false, 200],
  [2, false, 400],
  [4, false, 1600],
  [1, true, 1000],
  [4, true, 8000],
  [9, true, 10_000],
])('after %i failures (throttled: %s) the wait is spread over %i ms', (failures, throttled, boundMs) => {
  expect(longest(failures, throttled)).toBeLessThanOrEqual(boundMs)
  expect(longest(failures, throttled)).toBeGreaterThan(boundMs * 0.8)
})

test('what the store asks for is the least, and more than the bound is not waited for', () => {
  const asked = (seconds: number): number | undefined =>
    retryDelayMs(defaultRetryPolicy, { failures: 1, throttled: true, retryAfterSeconds: seconds })
  expect(asked(3)).toBeGreaterThanOrEqual(3000)
  expect(asked(3)).toBeLessThanOrEqual(4000)
  expect(asked(10)).toBeGreaterThanOrEqual(10_000)
  expect(asked(11)).toBeUndefined()
})
