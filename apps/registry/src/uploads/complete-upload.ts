import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Reply } from '../http/reply.ts'
import { parseDigest } from '../names/digest.ts'
import { chunkOf } from './content-range.ts'
import { blobCreatedReply } from './upload-reply.ts'

/** end-6: closes an upload, with or without a last chunk. */
export async function completeUpload(exchange: Exchange, route: { name: string; id: string }): Promise<Reply> {
  const { query, services, signal } = exchange
  const text = query.get('digest')
  if (text === null) {
    throw new RegistryError('DIGEST_INVALID', {
      message: 'the closing PUT needs ?digest= with the digest of the whole blob',
    })
  }
  const digest = parseDigest(text)
  await services.uploads.complete(route.name, route.id, query.get('_state'), digest, chunkOf(exchange), signal)
  return blobCreatedReply(exchange, route.name, digest)
}
