import type { Exchange } from '../http/exchange.ts'
import { jsonReply, type Reply } from '../http/reply.ts'

/** end-1: tells a client that the registry speaks version 2. */
export async function getBase(_exchange: Exchange): Promise<Reply> {
  return jsonReply(200, {})
}
