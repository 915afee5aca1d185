import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Victim } from './victim.ts'

/** A connection that is left as it is until it is cut. What the registry does to it is no failure of a test. */
export async function openConnection(victim: Victim): Promise<Socket> {
  const socket = connect({ port: victim.port, host: '127.0.0.1' })
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  return socket
}

/** As many connections, opened a few at a time. */
export async function openConnections(victim: Victim, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const some = Math.min(100, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => openConnection(victim)))))
  }
  return sockets
}

/** Cuts connections without a word: the other side gets a reset where it still has something to send. */
export function cut(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.resetAndDestroy()
}
