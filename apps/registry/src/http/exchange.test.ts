import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { RegistryServices } from '../registry-services.ts'
import { Exchange } from './exchange.ts'
import type { HttpRequest, HttpResponse } from './http-types.ts'

describe('the signal of an exchange', () => {
  it('aborts when the client of an HTTP/1 request goes away', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connectSocket((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const { signal } = await nextExchange(server)
    expect(signal.aborted).toBe(false)
    const aborted = once(signal, 'abort')
    socket.destroy()
    await aborted
    server.close()
  })

  it('aborts when the stream of an HTTP/2 request is reset', async () => {
    const server = createHttp2Server().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = session.request({ ':path': '/' })
    const { signal } = await nextExchange(server)
    expect(signal.aborted).toBe(false)
    const aborted = once(signal, 'abort')
    stream.close()
    await aborted
    session.close()
    server.close()
  })

  it('does not abort when the answer was complete', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const { signal, response } = await nextExchange(server)
    const closed = once(response, 'close')
    response.end('whole')
    expect(await (await answer).text()).toBe('whole')
    await closed
    expect(signal.aborted).toBe(false)
    server.close()
  })
})

async function nextExchange(server: NodeJS.EventEmitter): Promise<{ signal: AbortSignal; response: HttpResponse }> {
  const [request, response] = (await once(server, 'request')) as [HttpRequest, HttpResponse]
  const { signal } = new Exchange(request, response, '', {} as RegistryServices)
  return { signal, response }
}
