import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTurn } from './in-turn.ts'

describe('requests that come ahead of answers', () => {
  let server: Server
  let socket: Socket
  let handled: string[]
  let answers: (() => void)[]

  beforeEach(async () => {
    handled = []
    answers = []
    const handler = inTurn((request, response) => {
      handled.push(request.url ?? '')
      answers.push(() => response.end(request.url ?? ''))
      server.emit('handled')
    })
    server = createServer(handler)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  })
  afterEach(() => {
    socket.destroy()
    server.closeAllConnections()
    server.close()
  })

  function send(count: number): void {
    const requests = Array.from({ length: count }, (_, index) => `GET /${index} HTTP/1.1\r\nHost: test\r\n\r\n`)
    socket.write(requests.join(''))
  }

  it('are handled one after the other, and answered in order', async () => {
    let received = ''
    socket.setEncoding('utf8').on('data', (text: string) => (received += text))
    const first = once(server, 'handled')
    send(3)
    await first
    for (const index of [0, 1, 2]) {
      expect(handled).toHaveLength(index + 1)
      const next = index === 2 ? once(socket, 'data') : once(server, 'handled')
      answers[index]?.()
      await next
    }
    expect(handled).toEqual(['/0', '/1', '/2'])
    expect(received.match(/\/\d$|\/\d(?=HTTP)/g)).toEqual(['/0', '/1', '/2'])
  })

  it('end the connection when there are too many', async () => {
    socket.on('error', () => undefined)
    const closed = once(socket, 'close')
    send(102)
    await closed
    expect(handled.length).toBeLessThanOrEqual(1)
  })
})
