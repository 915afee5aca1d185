import { connect, isIP, type Socket } from 'node:net'
import type { ServerAddress } from '../options/connection-settings.ts'

/** Milliseconds of silence after which the system asks whether the other end is there still. */
const keepAliveDelayMs = 10_000

/**
 * Begins to connect. The library could, but asks for no family of addresses, and when a connection is given up it
 * waits for the farewell of a server that hangs.
 */
export function openStream(address: ServerAddress): Socket {
  if ('socket' in address) return connect(address.socket)
  const { host, port, family } = address
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveDelayMs,
    ...(family === 0 ? {} : { family }),
  })
  // Node compares a certificate with this where no name of a server is given, and the library gives none for an
  // address: `localhost` would be compared instead.
  return isIP(host) === 0 ? socket : Object.assign(socket, { _host: host })
}
