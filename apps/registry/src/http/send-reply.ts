import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { discardRest } from './discard-rest.ts'
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
  if (body instanceof Readable && request.method !== 'HEAD') {
    await streamBody(body, response)
    return
  }
  if (body instanceof Readable) drop(body)
  const content = body === undefined || body instanceof Readable || request.method === 'HEAD' ? '' : body
  // Only of HTTP/1 that is true.
  if (isCutByClosing(request)) void endWhenRead(request, response as ServerResponse, content)
  else response.end(content)
}

/** Hands the answer to the connection, which ends once the client has sent what it had to, or for long enough. */
async function endWhenRead(
  request: HttpRequest,
  response: ServerResponse,
  content: Uint8Array | string,
): Promise<void> {
  if (content.length > 0) response.write(content)
  else response.flushHeaders()
  await discardRest(request)
  response.end()
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

/** Whether the connection is closed behind the answer although the client may still be sending. */
function isCutByClosing(request: HttpRequest): boolean {
  if (request.httpVersionMajor !== 1 || request.complete || request.readableEnded) return false
  return closesConnection(request) || request.headers.connection?.toLowerCase() === 'close'
}

/** A body that nobody will read is not waited for: HTTP/1 has no other way to refuse it than to close. */
function closesConnection(request: HttpRequest): boolean {
  if (request.httpVersionMajor !== 1 || request.complete || request.readableEnded) return false
  const length = request.headers['content-length']
  if (length !== undefined) return Number(length) > discardLimitBytes
  return request.headers['transfer-encoding'] !== undefined
}
