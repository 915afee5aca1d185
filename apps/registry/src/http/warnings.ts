/** "A registry MUST NOT send more than 4096 bytes of warning data from all headers combined." */
const mostBytes = 4096

/**
 * Values of `Warning` headers, by which a registry tells a client's user something about a request that succeeded
 * (OCI distribution specification, "Warnings"): `299 - "<text>"`.
 * @param texts in ASCII; what goes beyond the specification's limit is left out
 */
export function warningHeaders(texts: readonly string[]): string[] {
  const values: string[] = []
  let size = 0
  for (const text of texts) {
    const value = `299 - "${text.replaceAll(/[\\"]/g, '\\$&')}"`
    size += value.length
    if (size > mostBytes) break
    values.push(value)
  }
  return values
}
