import { InvalidDsn } from './invalid-dsn.ts'

/** Reads `%2F` as Go's url.PathUnescape does. */
export function pathUnescape(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new InvalidDsn(`${what} has a percent sign that is no escape of UTF-8: write it as %25`)
  }
}

/** Reads `%2F`, and `+` for a space, as Go's url.QueryUnescape does. */
export function queryUnescape(text: string, what: string): string {
  return pathUnescape(text.replaceAll('+', ' '), what)
}

/** The spellings of a boolean that the Go driver takes. */
export function readBoolean(text: string): boolean | undefined {
  if (['1', 'true', 'TRUE', 'True'].includes(text)) return true
  return ['0', 'false', 'FALSE', 'False'].includes(text) ? false : undefined
}

const milliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a duration such as `1m30s` or `500ms`, by the rules of Go's time.ParseDuration. */
export function readDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1
  const rest = text.replace(/^[+-]/, '')
  if (rest === '0') return 0
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(rest)) return undefined
  let total = 0
  for (const [, amount, unit] of rest.matchAll(/([\d.]+)([^\d.]+)/g)) {
    total += Number(amount) * (milliseconds[unit ?? ''] ?? 0)
  }
  return sign * total
}
