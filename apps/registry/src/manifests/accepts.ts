/**
 * RFC 9110 section 12.5.1: whether an `Accept` header takes `mediaType`. An absent or empty one takes everything.
 * The most specific range counts, so that `q=0` can exclude a type from a wider one.
 */
export function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined || header.trim() === '') return true
  const wildcard = `${mediaType.slice(0, mediaType.indexOf('/'))}/*`
  let best = 0
  let accepted = false
  for (const part of header.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const rank = range === mediaType ? 3 : range === wildcard ? 2 : range === '*/*' ? 1 : 0
    if (rank === 0 || rank < best) continue
    best = rank
    accepted = !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  }
  return accepted
}
