import { Readable } from 'node:stream'
import type { HttpRequest, HttpResponse } from './http-types.ts'
import type { Reply } from './reply.ts'
import { streamBody } from './stream-body.ts'

/** Bytes that a refused request may still send before its connection is closed. */
const discardLimitBytes = 256 * 1024

/** Writes an answer. Resolves when all of it is handed to the connection, or the client has gone. */
export async function sendReply(request: HttpRequest, response: HttpResponse, reply: Reply): Promise<void> {
  const { body } = reply
  if (response.destroyed || response.headersSent) {
    if (body instanceof Readable) drop(body)
    return
  }
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
  if (closesConnection(request)) response.setHeader('Connection', 'close')
  response.statusCode = reply.status
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
