import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { HttpResponse } from './http-types.ts'
import { streamBuffers } from './stream-buffers.ts'

/** Milliseconds for which a client may take nothing of a body. */
const idleLimitMs = 5 * 60_000

/**
 * Writes a stream as the body of an answer, no faster than the client takes it.
 * Resolves when all is written, or the client has gone.
 * @throws what the stream fails with; the connection is broken then
 */
export async function streamBody(body: Readable, response: HttpResponse): Promise<void> {
  const { promise: closed, resolve: close } = Promise.withResolvers<false>()
  const onClose = (): void => {
    body.destroy()
    close(false)
  }
  response.once('close', onClose)
  response.setTimeout(idleLimitMs, () => response.destroy())
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      // A connection that breaks may never tell what became of the chunk.
      const isWritten = await Promise.race([write(response, chunk), closed])
      if (!isWritten) return
      streamBuffers.give(chunk)
    }
    response.end()
  } catch (error) {
    if (response.destroyed || response.closed) return
    // The status is sent already: a broken connection is the only way left to say that the body is not whole.
    response.destroy()
    throw error
  } finally {
    response.off('close', onClose)
    body.destroy()
  }
}

/** Resolves when the chunk has left for the client, and its memory may be used again: with false when the client has gone. */
function write(response: HttpResponse, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (error?: Error | null): void => resolve(error === undefined || error === null)
    // The two kinds of response declare this method each in its own way.
    ;(response as ServerResponse).write(chunk, done)
  })
}
