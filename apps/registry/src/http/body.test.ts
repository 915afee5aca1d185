import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bodyOf } from './body.ts'
import { BodyCutError } from './request-body.ts'

let server: Server
let socket: Socket

beforeEach(async () => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
})

afterEach(() => {
  socket.destroy()
  server.close()
})

async function send(head: string, body: string): Promise<IncomingMessage> {
  socket.write(`PUT / HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n${body}`)
  const [request] = (await once(server, 'request')) as [IncomingMessage]
  return request
}

it.each([
  ['with a Content-Length', 'Content-Length: 6', 'abcdef'],
  ['in chunks', 'Transfer-Encoding: chunked', '3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n'],
])('a body that came with its headers is taken at once, %s', async (_, head, sent) => {
  const request = await send(head, sent)
  expect(String(await bodyOf(request).takeIfArrived())).toBe('abcdef')
  await once(request, 'end')
})

it('a body of which a part has arrived is read piece by piece', async () => {
  const body = bodyOf(await send('Content-Length: 6', 'abc'))
  expect(await body.takeIfArrived()).toBeUndefined()
  socket.write('def')
  expect(await text(body)).toBe('abcdef')
})

it('an empty body is read to its end', async () => {
  const body = bodyOf(await send('Transfer-Encoding: chunked', '0\r\n\r\n'))
  expect(await body.takeIfArrived()).toBeUndefined()
  expect(await text(body)).toBe('')
})

it('a body that has arrived is lost with its connection', async () => {
  const request = await send('Content-Length: 6', 'abcdef')
  socket.destroy()
  await expect(once(request, 'close')).rejects.toThrow('aborted')
  const body = bodyOf(request)
  expect(await body.takeIfArrived()).toBeUndefined()
  await expect(text(body)).rejects.toBeInstanceOf(BodyCutError)
})
