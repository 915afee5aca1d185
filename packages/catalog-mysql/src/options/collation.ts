import mysql from 'mysql2'

/** Names are ASCII, so nothing depends on it but what old servers and proxies know. */
export const defaultCollation = 'UTF8MB4_GENERAL_CI'

const collations: Readonly<Record<string, string>> = {
  utf8mb4: defaultCollation,
  utf8mb3: 'UTF8_GENERAL_CI',
  utf8: 'UTF8_GENERAL_CI',
}

const reason = 'expected utf8mb4, utf8mb3 or utf8, or a collation of theirs; utf8mb4 is used'

/**
 * The collation for a connection, in the library's spelling.
 * @param charset a character set, or several of which the first that can be used is
 * @returns undefined where nothing usable is said
 */
export function collationOf(
  charset: string | undefined,
  collation: string | undefined,
  warn: (name: string, reason: string) => void,
): string | undefined {
  if (collation !== undefined) {
    const name = collation.toUpperCase().replace(/^UTF8MB3_/, 'UTF8_')
    if (/^UTF8(?:MB4)?_/.test(name) && name in mysql.Charsets) return name
    warn('collation', reason)
  }
  if (charset === undefined) return undefined
  const known = charset.toLowerCase().split(',')
  const found = known.map((name) => collations[name.trim()]).find((name) => name !== undefined)
  if (found === undefined) warn('charset', reason)
  return found
}
