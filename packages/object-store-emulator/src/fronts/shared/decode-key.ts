/** The key in the header that names the source of a copy; undefined for one that is empty, no UTF-8, or followed by parameters. */
export function decodeKey(text: string): string | undefined {
  if (text === '' || text.includes('?')) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
