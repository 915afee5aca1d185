import { z, type ZodType } from 'zod'

const millisecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

const durationPattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/
const partPattern = /(\d+(?:\.\d+)?)(ms|s|m|h)/g

/**
 * A duration as Go writes it: `5s`, `1m30s`, `1.5h`, `300ms`. Its value is milliseconds, and both bounds are allowed.
 * A number without a unit is refused: to Go it is nanoseconds, to most readers seconds.
 */
export function durationOption(bounds: { readonly minMs: number; readonly maxMs: number }): ZodType<number> {
  const expected = `expected a duration such as 5s, from ${bounds.minMs} ms to ${bounds.maxMs} ms`
  return z.preprocess(
    (value) => (typeof value === 'string' ? readDuration(value.trim()) : undefined),
    z.number(expected).min(bounds.minMs, expected).max(bounds.maxMs, expected),
  )
}

function readDuration(text: string): number | undefined {
  if (text.length > 100 || !durationPattern.test(text)) return undefined
  let milliseconds = 0
  for (const [, amount, unit] of text.matchAll(partPattern)) {
    milliseconds += Number(amount) * (millisecondsOf[unit ?? ''] ?? 0)
  }
  return milliseconds
}
