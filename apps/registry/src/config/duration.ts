import { parseDuration as parseGoDuration } from '@moorage/part-loader'

/**
 * Reads a duration as Go writes it: `168h`, `1m30s`, `1.5h`, `300ms`. A bare whole number is nanoseconds, as in Go.
 * @returns milliseconds; undefined for anything else, a negative duration included
 */
export function parseDuration(value: string | number): number | undefined {
  const text = String(value).trim()
  return /^\d+$/.test(text) ? Number(text) / 1e6 : parseGoDuration(text)
}

/** Writes milliseconds as Go prints a duration: `1m30s`, `12.5ms`, `850µs`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`
  if (milliseconds === 0) return '0s'
  if (milliseconds < 1e-3) return `${Math.round(milliseconds * 1e6)}ns`
  if (milliseconds < 1) return `${round(milliseconds * 1e3, 3)}µs`
  if (milliseconds < 1000) return `${round(milliseconds, 6)}ms`
  const hours = Math.floor(milliseconds / 3_600_000)
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000)
  const seconds = `${round((milliseconds % 60_000) / 1000, 9)}s`
  if (hours > 0) return `${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${minutes}m${seconds}` : seconds
}

/** Like `formatDuration`, without the zeros at the end: `168h` for `168h0m0s`. */
export function shortDuration(milliseconds: number): string {
  return formatDuration(milliseconds)
    .replace(/(?<=[hm])0s$/, '')
    .replace(/(?<=h)0m$/, '')
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
