import type { Exchange } from '../http/exchange.ts'
import type { Reply } from '../http/reply.ts'
import { chunkOf } from './content-range.ts'
import { noBytes, uploadReply } from './upload-reply.ts'

/** end-5, "Pushing a blob in chunks"; without `Content-Range` the body is taken as it streams in. */
export async function appendUpload(exchange: Exchange, route: { name: string; id: string }): Promise<Reply> {
  const chunk = chunkOf(exchange) ?? noBytes()
  const { uploads } = exchange.services
  const upload = await uploads.append(route.name, route.id, exchange.query.get('_state'), chunk, exchange.signal)
  return uploadReply(exchange, 202, upload)
}
