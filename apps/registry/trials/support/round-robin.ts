import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Site } from '../../src/testing/start-test-registry.ts'

/** A balancer: each request goes to the next of `sites`, whoever sends it. Clients see its own address in every location. */
export async function startRoundRobin(sites: readonly Site[]): Promise<Site & AsyncDisposable> {
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const site = sites[turn % sites.length]
    turn += 1
    const forwarded = request(new URL(incoming.url ?? '/', site?.url), {
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
      agent: false,
    })
    forwarded.once('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      pipeline(response, outgoing).catch(() => outgoing.destroy())
    })
    pipeline(incoming, forwarded).catch(() => outgoing.destroy())
  })
  // A connection that is closed for having been idle may just have been given the next request.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    fetch: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
