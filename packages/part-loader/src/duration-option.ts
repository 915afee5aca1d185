import { z, type ZodType } from 'zod'
import { parseDuration } from './parse-duration.ts'

const durationOptions = z.registry<{ readonly unit: 'ms' }>()

/**
 * A duration as Go writes it: `5s`, `1m30s`, `1.5h`, `300ms`. Its value is milliseconds, and both bounds are allowed.
 * A number without a unit is refused: to Go it is nanoseconds, to most readers seconds.
 */
export function durationOption(bounds: { readonly minMs: number; readonly maxMs: number }): ZodType<number> {
  const expected = `expected a duration such as 5s, from ${bounds.minMs} ms to ${bounds.maxMs} ms`
  const schema = z.preprocess(
    (value) => (typeof value === 'string' ? parseDuration(value.trim()) : undefined),
    z.number(expected).min(bounds.minMs, expected).max(bounds.maxMs, expected),
  )
  durationOptions.add(schema, { unit: 'ms' })
  return schema
}

/** Whether a schema is that of a duration, with a default or without: its value is to be shown with a unit. */
export function isDurationOption(schema: ZodType): boolean {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  const inner = 'innerType' in def ? (def.innerType as ZodType | undefined) : undefined
  return durationOptions.has(schema) || (inner !== undefined && isDurationOption(inner))
}
