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
