const millisecondsOf: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  // The micro sign, and the Greek letter.
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

const partPattern = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y
const longestText = 100

/**
 * Reads a duration as Go's `time.ParseDuration` does: `168h`, `1m30s`, `1.5h`, `300ms`, `0`.
 * @returns milliseconds; undefined for anything else, a negative duration included
 */
export function parseDuration(text: string): number | undefined {
  const start = text.startsWith('+') ? 1 : 0
  if (text.slice(start) === '0') return 0
  if (text.length > longestText || text.length === start) return undefined
  let milliseconds = 0
  partPattern.lastIndex = start
  while (partPattern.lastIndex < text.length) {
    const part = partPattern.exec(text)
    if (part === null) return undefined
    milliseconds += Number(part[1]) * (millisecondsOf[part[2] ?? ''] ?? 0)
  }
  return milliseconds
}
