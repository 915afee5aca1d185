import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that was free a moment ago: some of the registries cannot be asked to choose one. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The probe for a free port has no port')
  server.close()
  await once(server, 'close')
  return address.port
}
