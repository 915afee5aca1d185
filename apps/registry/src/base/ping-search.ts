import { jsonReply, type Reply } from '../http/reply.ts'

/** `GET /v1/_ping`: how Docker finds out that a registry can be searched. Of the first registry's API this and the search are all there is. */
export async function pingSearch(): Promise<Reply> {
  return jsonReply(200, true, { 'X-Docker-Registry-Standalone': 'true' })
}
