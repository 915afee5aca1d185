import type { Digest } from '../names/digest.ts'

/** RFC 9110 section 8.8.3: content that is named by its digest has it as its strong entity tag. */
export function entityTag(digest: Digest): string {
  return `"${digest}"`
}

/** RFC 9110 section 13.1.2: whether `If-None-Match` names this content. The Go registry also takes a tag without quotes. */
export function matchesEntityTag(header: string | undefined, digest: Digest): boolean {
  if (header === undefined) return false
  return header.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '')
    return tag === '*' || tag === entityTag(digest) || tag === digest
  })
}
