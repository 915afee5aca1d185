import { RegistryError } from '../errors/registry-error.ts'
import type { HttpRequest } from './http-types.ts'

/** Milliseconds that the client may let pass between two pieces of a body. */
const idleLimitMs = 60_000

/** Thrown when the client's connection ends before its body does. */
export class BodyCutError extends Error {
  override readonly name = 'BodyCutError'
}

/**
 * The request's body, piece by piece.
 * @throws BodyCutError when the connection breaks, RegistryError when the client stops sending for a minute
 */
export async function* readBody(request: HttpRequest): AsyncGenerator<Uint8Array> {
  let idle = false
  const timer = setTimeout(() => {
    idle = true
    request.destroy()
  }, idleLimitMs)
  timer.unref()
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      yield chunk
      timer.refresh()
    }
    if (!request.complete) throw new BodyCutError('the connection ended before the body did')
  } catch (error) {
    if (idle) {
      throw new RegistryError('UNKNOWN', {
        status: 408,
        message: 'no byte of the body came for a minute',
        cause: error,
      })
    }
    if (request.destroyed && !request.complete) throw new BodyCutError('the connection ended before the body did')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The whole body in memory.
 * @throws RegistryError with status 413 and the given code when it has more than `limitBytes`
 */
export async function readWholeBody(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
  announcedBytes: number | undefined,
): Promise<Buffer> {
  const tooLarge = (): RegistryError =>
    new RegistryError('MANIFEST_INVALID', { status: 413, message: `a manifest has at most ${limitBytes} bytes` })
  if (announcedBytes !== undefined && announcedBytes > limitBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limitBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined
    ? Buffer.from(chunks[0].buffer, chunks[0].byteOffset, size)
    : Buffer.concat(chunks, size)
}
