import { type Digest, parseDigest } from '../names/digest.ts'
import { isTag } from '../names/tag.ts'

/** What stands behind `/manifests/`: OCI distribution specification, `<tag-or-digest>`. */
export type Reference =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'digest'; readonly digest: Digest }

/**
 * A tag has no colon, so what has one is a digest.
 * @returns undefined for what is no legal tag
 * @throws RegistryError DIGEST_INVALID
 */
export function parseReference(text: string): Reference | undefined {
  if (text.includes(':')) return { kind: 'digest', digest: parseDigest(text) }
  return isTag(text) ? { kind: 'tag', tag: text } : undefined
}
