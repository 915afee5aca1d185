import { z, type ZodType } from 'zod'

/** A text that may not be empty; one of digits alone, such as an application's id, arrives from YAML as a number. */
export function textOption(expected = 'expected a text'): ZodType<string> {
  return z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    z.string(expected).min(1, expected),
  )
}

/** A boolean that an environment variable may give as text: `true`, `false`, `yes`, `no`, `on`, `off`, `1`, `0`. */
export function booleanOption(): ZodType<boolean> {
  return z.preprocess((value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return value
    const text = String(value).toLowerCase()
    if (['true', 'yes', 'on', '1'].includes(text)) return true
    return ['false', 'no', 'off', '0'].includes(text) ? false : value
  }, z.boolean('expected true or false'))
}

/** A whole number that an environment variable may give as text. Both bounds are allowed values. */
export function integerOption(bounds: { readonly min: number; readonly max: number }): ZodType<number> {
  const expected = `expected a whole number from ${bounds.min} to ${bounds.max}`
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value),
    z.int(expected).min(bounds.min, expected).max(bounds.max, expected),
  )
}
