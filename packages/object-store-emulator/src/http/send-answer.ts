import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Answer } from '../fronts/answer.ts'

/** Writes an answer as fast as the client reads it. Resolves with the number of bytes of its body. */
export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<number> {
  const { status, headers, body = '' } = answer
  if (typeof body === 'string') {
    const length = Buffer.byteLength(body)
    const lengthHeader = status === 204 || status === 304 ? {} : { 'content-length': String(length) }
    response.writeHead(status, { ...lengthHeader, ...headers }).end(body)
    return length
  }
  response.writeHead(status, headers)
  if (response.req.method === 'HEAD') {
    response.end()
    return 0
  }
  let sent = 0
  for await (const chunk of body) {
    sent += chunk.length
    if (!response.write(chunk)) await drained(response)
    if (response.destroyed) return sent
  }
  response.end()
  return sent
}

async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return
  const ended = new AbortController()
  const onClose = (): void => ended.abort()
  response.once('close', onClose)
  try {
    await once(response, 'drain', { signal: ended.signal })
  } catch (error) {
    if (!ended.signal.aborted) throw error
  } finally {
    response.off('close', onClose)
  }
}
