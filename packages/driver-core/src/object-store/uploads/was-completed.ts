import { createHash } from 'node:crypto'
import type { ObjectPart, ObjectStoreClient } from '../object-store-client.ts'

/**
 * Whether an upload that is gone is gone because these very parts were made the object at `key`: the answer that said so may have been lost.
 * An upload whose id nobody else knows can have been completed by nobody else. For others the ETag must be the one that S3, and
 * most stores after it, make of the parts'; where it is made otherwise, the client must find out.
 */
export async function wasCompleted(
  client: ObjectStoreClient,
  key: string,
  parts: readonly ObjectPart[],
  isPrivate: boolean,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const head = await client.head(key, { signal })
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  return head?.size === size && (isPrivate || withoutQuotes(head.etag) === etagOf(parts))
}

function etagOf(parts: readonly ObjectPart[]): string {
  const hash = createHash('md5')
  for (const { etag } of parts) hash.update(Buffer.from(withoutQuotes(etag), 'hex'))
  return `${hash.digest('hex')}-${parts.length}`
}

function withoutQuotes(etag: string): string {
  return etag.replaceAll('"', '')
}
