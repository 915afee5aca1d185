import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { HttpRequest, HttpResponse } from './http-types.ts'
import type { Reply } from './reply.ts'
import { streamBody } from './stream-body.ts'

/** A header that is in every answer. */
export interface CommonHeader {
  readonly name: string
  readonly lowerName: string
  readonly values: string[]
}

/** Bytes that a refused request may still send before its connection is closed. */
const discardLimitBytes = 256 * 1024

/**
 * Writes an answer. Resolves when all of it is handed to the connection, or the client has gone.
 * @param common headers of every answer; one of the same name in the reply takes its place
 */
export async function sendReply(
  request: HttpRequest,
  response: HttpResponse,
  reply: Reply,
  common: readonly CommonHeader[] = [],
): Promise<void> {
  const { body } = reply
  if (response.destroyed || response.headersSent) {
    if (body instanceof Readable) drop(body)
    return
  }
  // Headers that are set one by one cost more. The two kinds of response declare this method each in its own way.
  ;(response as ServerResponse).writeHead(reply.status, headersOf(request, reply, common))
  if (!(body instanceof Readable)) {
    if (body === undefined || request.method === 'HEAD') response.end()
    else response.end(body)
    return
  }
  if (request.method === 'HEAD') {
    drop(body)
    response.end()
    return
  }
  await streamBody(body, response)
}

/** Names and values in turn. */
function headersOf(request: HttpRequest, reply: Reply, common: readonly CommonHeader[]): (string | string[])[] {
  const headers: (string | string[])[] = []
  const own = Object.keys(reply.headers)
  for (const { name, lowerName, values } of common) {
    if (!own.some((each) => each.toLowerCase() === lowerName)) headers.push(name, values)
  }
  for (const name of own) headers.push(name, reply.headers[name] as string | string[])
  if (closesConnection(request)) headers.push('Connection', 'close')
  return headers
}

/** Ends a stream unread. It may be about to fail because its client has gone: with nobody listening, that would end the process. */
function drop(body: Readable): void {
  body.once('error', () => undefined)
  body.destroy()
}

/** A body that nobody will read is not waited for: HTTP/1 has no other way to refuse it than to close. */
function closesConnection(request: HttpRequest): boolean {
  if (request.httpVersionMajor !== 1 || request.complete || request.readableEnded) return false
  const length = request.headers['content-length']
  if (length !== undefined) return Number(length) > discardLimitBytes
  return request.headers['transfer-encoding'] !== undefined
}
