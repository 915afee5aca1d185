/** What is wrong with an address to listen at; undefined when nothing is. */
export function addressProblem(address: string, net: 'tcp' | 'unix'): string | undefined {
  if (net === 'unix') return address.startsWith(':') || address === '' ? 'expected the path of a socket' : undefined
  const match = /^(?:\[[0-9a-fA-F:.%\w]+\]|[A-Za-z0-9._-]*):(\d{1,5})$/.exec(address)
  if (match !== null && Number(match[1]) <= 65_535) return undefined
  const meant = /^\d{1,5}$/.test(address) ? `; did you mean :${address}?` : ''
  return `expected host:port or :port, with a port from 0 to 65535${meant}`
}

/** What is wrong with the URL under which clients reach the registry; undefined when nothing is. */
export function hostProblem(host: string): string | undefined {
  if (host === '') return undefined
  const expected = 'expected a URL such as https://registry.example.org'
  if (!URL.canParse(host)) return expected
  const url = new URL(host)
  if (!/^https?:\/\//i.test(host) || url.hostname === '') return expected
  return url.username !== '' || url.search !== '' || url.hash !== ''
    ? `${expected}, without user, query or fragment`
    : undefined
}

/** The prefix with a slash at both ends, or empty where it is the root; undefined when it is no path. */
export function normalizePrefix(prefix: string): string | undefined {
  const inner = prefix.replace(/^\//, '').replace(/\/$/, '')
  if (inner === '') return prefix.length > 1 ? undefined : ''
  const isPath = inner.split('/').every((part) => /^[A-Za-z0-9._~-]+$/.test(part) && part !== '.' && part !== '..')
  return isPath ? `/${inner}/` : undefined
}
