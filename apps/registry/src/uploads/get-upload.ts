import type { Exchange } from '../http/exchange.ts'
import type { Reply } from '../http/reply.ts'
import { uploadReply } from './upload-reply.ts'

/** end-13: "To get the current status after a 416 error, issue a GET request". */
export async function getUpload(exchange: Exchange, route: { name: string; id: string }): Promise<Reply> {
  const { uploads } = exchange.services
  return uploadReply(exchange, 204, await uploads.status(route.name, route.id, exchange.query.get('_state')))
}
