import type { StoredObject } from '../../engine/stored-object.ts'

/** The four conditions of a request, or of the source of a copy when a prefix stands before their names. */
export function checkConditions(
  headers: Readonly<Record<string, string>>,
  { etag, lastModified }: StoredObject,
  prefix: string = '',
): 'holds' | 'failed' | 'not modified' {
  const match = headers[`${prefix}if-match`]
  const noneMatch = headers[`${prefix}if-none-match`]
  const modifiedSince = readTime(headers[`${prefix}if-modified-since`])
  const unmodifiedSince = readTime(headers[`${prefix}if-unmodified-since`])
  // HTTP has whole seconds only.
  const seconds = Math.floor(lastModified / 1000)
  if (match !== undefined && !includesTag(match, etag)) return 'failed'
  if (match === undefined && unmodifiedSince !== undefined && seconds > unmodifiedSince) return 'failed'
  if (noneMatch !== undefined) return includesTag(noneMatch, etag) ? 'not modified' : 'holds'
  return modifiedSince !== undefined && seconds <= modifiedSince ? 'not modified' : 'holds'
}

const includesTag = (list: string, etag: string): boolean =>
  list
    .split(',')
    .some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '').replaceAll('"', '').toLowerCase() === etag)

function readTime(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}
