import { freeChunk } from '@moorage/driver-core/kit'
import type { HttpRequest } from './http-types.ts'

/** Milliseconds, and bytes, for which a client may go on to send what nobody wants. */
const longestMs = 5000
const mostBytes = 64 * 1024 * 1024

/**
 * Reads what is left of a request's body and throws it away, for a while. A connection that is closed while bytes arrive is
 * reset by the system, and the client may then lose the answer that it has not read yet (RFC 9112 section 9.6).
 */
export async function discardRest(request: HttpRequest): Promise<void> {
  if (request.destroyed) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, longestMs)
  let left = mostBytes
  const drop = (chunk: Uint8Array): void => {
    left -= chunk.length
    if (left < 0) resolve()
    freeChunk(chunk)
  }
  request.on('data', drop)
  for (const event of ['end', 'error', 'close']) request.once(event, resolve)
  request.resume()
  await promise
  clearTimeout(timer)
  request.off('data', drop)
}
