import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'

/** end-14, "Cancel a blob upload". */
export async function cancelUpload(exchange: Exchange, route: { name: string; id: string }): Promise<Reply> {
  await exchange.services.uploads.cancel(route.name, route.id, exchange.query.get('_state'))
  return emptyReply(204, { 'Docker-Upload-UUID': route.id })
}
