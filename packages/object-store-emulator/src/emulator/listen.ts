import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  readonly port: number
  /** Ends all connections, and waits until nothing goes on any more. */
  close(): Promise<void>
}

/** Serves on 127.0.0.1. */
export async function listen(
  port: number,
  answer: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listening> {
  const underWay = new Set<Promise<void>>()
  const onRequest = (message: IncomingMessage, response: ServerResponse): void => {
    const answered = answer(message, response).finally(() => underWay.delete(answered))
    underWay.add(answered)
  }
  // Uploads may take as long as they like, and connections stay open longer than any client of a test waits between two requests.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 120_000 }, onRequest)
  // Without this, Node would ask for the body before the signature was looked at.
  server.on('checkContinue', onRequest)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await Promise.allSettled(underWay)
    },
  }
}
