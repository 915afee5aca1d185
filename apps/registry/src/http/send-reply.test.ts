import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from './reply.ts'
import { sendReply } from './send-reply.ts'

describe('sending an answer', () => {
  let server: Server
  let url: string
  let reply: Reply
  let sent: PromiseWithResolvers<void>

  beforeEach(async () => {
    sent = Promise.withResolvers()
    sent.promise.catch(() => undefined)
    server = createServer((request, response) => {
      sendReply(request, response, reply).then(sent.resolve, sent.reject)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  /** A stream that has only begun. */
  function endless(): Readable {
    return new Readable({
      read() {
        this.push(Buffer.alloc(16 * 1024))
      },
    })
  }

  /** Sends the head of a request, and tells that of the answer. */
  async function headOfAnswer(text: string): Promise<string> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(`${text}\r\n\r\n`)
    const [head] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return head.toString('latin1')
  }

  it('writes status, headers and text', async () => {
    reply = { status: 418, headers: { 'X-One': 'a', 'X-Two': ['b', 'c'], 'Content-Length': '4' }, body: 'text' }
    const response = await fetch(url)
    expect(response.status).toBe(418)
    expect(response.headers.get('x-one')).toBe('a')
    expect(response.headers.get('x-two')).toBe('b, c')
    expect(await response.text()).toBe('text')
  })

  it.each(['keep-alive', 'close'])(
    'is read by a client that sends a long body first, and whose connection is to %s',
    async (connection) => {
      reply = { status: 413, headers: { 'Content-Length': '9' }, body: 'too large' }
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      const length = 8 * 1024 * 1024
      socket.pause()
      socket.write(`PUT / HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\nContent-Length: ${length}\r\n\r\n`)
      await new Promise((resolve, reject) => {
        socket.once('error', reject)
        socket.write(Buffer.alloc(length), resolve)
      })
      const chunks: Buffer[] = await socket.toArray()
      expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 413 [^]*\r\n\r\ntoo large$/)
    },
  )

  it('writes a stream', async () => {
    reply = { status: 200, headers: {}, body: Readable.from([Buffer.from('in '), Buffer.from('pieces')]) }
    expect(await (await fetch(url)).text()).toBe('in pieces')
    await sent.promise
  })

  it('leaves the body out for HEAD, and ends a stream unread', async () => {
    reply = { status: 200, headers: { 'Content-Length': '4' }, body: 'text' }
    const response = await fetch(url, { method: 'HEAD' })
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['4', ''])
    const body = endless()
    reply = { status: 200, headers: { 'Content-Length': '4' }, body }
    await fetch(url, { method: 'HEAD' })
    expect(body.destroyed).toBe(true)
    expect(body.readableDidRead).toBe(false)
  })

  it('ends the stream when the client goes away', async () => {
    const body = endless()
    reply = { status: 200, headers: {}, body }
    const abort = new AbortController()
    await fetch(url, { signal: abort.signal })
    abort.abort()
    await sent.promise
    expect(body.destroyed).toBe(true)
  })

  it('breaks the connection when the stream fails: the body must not look whole', async () => {
    const body = endless()
    reply = { status: 200, headers: {}, body }
    const response = await fetch(url)
    body.destroy(new Error('the store failed'))
    await expect(response.arrayBuffer()).rejects.toThrow('terminated')
    await expect(sent.promise).rejects.toThrow('the store failed')
  })

  it('keeps the connection when what is left of the body is short, else says that it closes', async () => {
    reply = { status: 416, headers: { 'Content-Length': '0' } }
    const head = 'PUT / HTTP/1.1\r\nHost: a\r\n'
    expect(await headOfAnswer(`${head}Content-Length: 1000`)).not.toMatch(/^connection: close/im)
    expect(await headOfAnswer(`${head}Content-Length: 1000000`)).toMatch(/^connection: close/im)
    expect(await headOfAnswer(`${head}Transfer-Encoding: chunked`)).toMatch(/^connection: close/im)
  })

  it('is not brought down by a stream that fails when nobody reads it any more', async () => {
    const body = new Readable({
      read() {},
      // As a file does that is closed first.
      destroy: (error, callback) => void setImmediate(callback, error),
    })
    // `once` would listen for the error itself.
    const failed = new Promise((resolve) => body.once('close', resolve))
    server.removeAllListeners('request')
    server.on('request', (request, response) => {
      response.destroy()
      body.destroy(new Error('the client has gone'))
      sendReply(request, response, { status: 200, headers: {}, body }).then(sent.resolve, sent.reject)
    })
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    await sent.promise
    await failed
  })
})
