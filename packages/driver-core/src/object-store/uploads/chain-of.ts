import { createHash } from 'node:crypto'
import type { ObjectPart } from '../object-store-client.ts'

/**
 * Names a series of parts by their ETags, so that a part which another writer has put in place of one is noticed:
 * `chainOf(chainOf(c, [1, 2]), [3])` is `chainOf(c, [1, 2, 3])`. So the state of an upload names 10,000 parts by one short text.
 */
export function chainOf(chain: string, parts: readonly ObjectPart[]): string {
  let link = chain
  for (const { etag } of parts) {
    // Not all stores quote the same ETag in all answers.
    link = createHash('sha256')
      .update(`${link} ${etag.replaceAll('"', '')}`)
      .digest('base64url')
      .slice(0, 24)
  }
  return link
}
