import type { Socket } from 'node:net'
import type { RequestHandler } from './http-types.ts'

/** Requests that a connection may bring ahead of the answers to those before them; real clients send none. */
const mostWaiting = 100

/**
 * Handles the requests of a connection one after the other. RFC 9112 section 9.3.2 lets a client send requests without
 * waiting for answers, and Node hands out all of them at once, though the answers must go in order: each would hold an
 * open file and its buffers while nobody can be sent them.
 */
export function inTurn(handler: RequestHandler): RequestHandler {
  const waiting = new WeakMap<Socket, number>()
  return (request, response) => {
    // Node gives a response the connection when it is its turn; HTTP/2 has none to wait for.
    if (response.socket !== null) {
      handler(request, response)
      return
    }
    const { socket } = request
    const count = (waiting.get(socket) ?? 0) + 1
    if (count > mostWaiting) {
      socket.destroy()
      return
    }
    waiting.set(socket, count)
    response.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1)
      // Behind the event Node writes out what the response has: there must be nothing yet.
      process.nextTick(handler, request, response)
    })
  }
}
