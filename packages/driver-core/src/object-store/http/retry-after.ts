/** Seconds that a `Retry-After` header asks to wait: a number of them, or a date. Undefined when it says neither. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+$/.test(text)) return Number(text)
  // A date begins with the day of the week; the parser would take much else.
  const until = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now.getTime()) / 1000))
}
