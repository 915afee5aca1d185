import { RegistryError } from '../errors/registry-error.ts'
import type { Body } from './body.ts'
import type { HttpRequest } from './http-types.ts'

/** Milliseconds that the client may let pass between two pieces of a body. */
const idleLimitMs = 60_000

/** Thrown when the client's connection ends before its body does. */
export class BodyCutError extends Error {
  override readonly name = 'BodyCutError'
}

/**
 * The request's body, piece by piece.
 * @param limitMs time that the client may let pass between two pieces; the time that their reader takes does not count
 * @throws BodyCutError when the connection breaks, RegistryError when the client stops sending
 */
export async function* readBody(request: HttpRequest, limitMs: number = idleLimitMs): AsyncGenerator<Uint8Array> {
  let idle = false
  let isWaiting = true
  const timer = setTimeout(() => {
    if (!isWaiting) return
    idle = true
    request.destroy()
  }, limitMs)
  timer.unref()
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      isWaiting = false
      yield chunk
      isWaiting = true
      timer.refresh()
    }
    if (isCut(request)) throw new BodyCutError('the connection ended before the body did')
  } catch (error) {
    if (idle) {
      throw new RegistryError('UNKNOWN', {
        status: 408,
        message: 'no byte of the body came for a minute',
        cause: error,
      })
    }
    if (isCut(request) || isReset(error)) throw new BodyCutError('the connection ended before the body did')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** A body that has all arrived is lost, too, when its connection breaks before it is read: by bytes behind it that are no request. */
function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
}

/** Node calls an HTTP/2 request complete as soon as its stream is closed, be it by a reset. */
function isCut(request: HttpRequest): boolean {
  return request.httpVersionMajor === 2 ? request.aborted : !request.complete
}

/**
 * The whole body in memory.
 * @throws RegistryError with status 413 and the given code when it has more than `limitBytes`
 */
export async function readWholeBody(
  body: Body,
  limitBytes: number,
  announcedBytes: number | undefined,
): Promise<Uint8Array> {
  const tooLarge = (): RegistryError =>
    new RegistryError('MANIFEST_INVALID', { status: 413, message: `a manifest has at most ${limitBytes} bytes` })
  if (announcedBytes !== undefined && announcedBytes > limitBytes) throw tooLarge()
  const arrived = await body.takeIfArrived()
  if (arrived !== undefined && arrived.length > limitBytes) throw tooLarge()
  if (arrived !== undefined) return arrived
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limitBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)
}
