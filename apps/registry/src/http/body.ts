import { setImmediate } from 'node:timers/promises'
import type { HttpRequest } from './http-types.ts'
import { readBody } from './request-body.ts'

/** The bytes of a request, to be read once. */
export interface Body extends AsyncIterable<Uint8Array> {
  /**
   * All of them, where they have arrived: they count as read then. A small body comes with its headers, and to wait for pieces of it would be
   * much of what its push costs. Undefined where it has to be read piece by piece.
   */
  takeIfArrived(): Promise<Uint8Array | undefined>
}

export const emptyBody: Body = {
  takeIfArrived: async () => new Uint8Array(0),
  async *[Symbol.asyncIterator]() {},
}

export function bodyOf(request: HttpRequest): Body {
  return {
    takeIfArrived: () => takeIfArrived(request),
    [Symbol.asyncIterator]: () => readBody(request),
  }
}

async function takeIfArrived(request: HttpRequest): Promise<Uint8Array | undefined> {
  // Node calls an HTTP/2 request complete as soon as its stream is closed, be it by a reset.
  if (request.httpVersionMajor !== 1) return undefined
  // Node hands out what has come with the headers first, and tells afterwards that it was all.
  if (!request.complete) await setImmediate()
  const isWhole = request.complete && !request.destroyed && request.readableLength > 0
  return isWhole ? (request.read() as Uint8Array) : undefined
}
