import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Body } from './body.ts'
import { BodyCutError, readBody, readWholeBody } from './request-body.ts'

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

/** A body of which not all has arrived yet. */
function arriving(source: AsyncIterable<Uint8Array>): Body {
  return { takeIfArrived: async () => undefined, [Symbol.asyncIterator]: () => source[Symbol.asyncIterator]() }
}

describe('reading the body of a request', () => {
  const cleanUps: (() => void)[] = []
  afterEach(() => {
    for (const cleanUp of cleanUps.splice(0)) cleanUp()
  })

  /** A connection that has sent the head of a request, and the body of that request. */
  async function open(head: string, limitMs?: number): Promise<{ socket: Socket; body: AsyncGenerator<Uint8Array> }> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    cleanUps.push(() => {
      socket.destroy()
      server.closeAllConnections()
      server.close()
    })
    socket.write(`PUT / HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n`)
    const [request] = (await once(server, 'request')) as Parameters<typeof readBody>
    return { socket, body: readBody(request, limitMs) }
  }

  it('yields it as it arrives', async () => {
    const { socket, body } = await open('Content-Length: 6')
    socket.write('abc')
    expect(String((await body.next()).value)).toBe('abc')
    socket.write('def')
    expect(String((await body.next()).value)).toBe('def')
    expect(await body.next()).toEqual({ done: true, value: undefined })
  })

  it.each([
    ['with a Content-Length', 'Content-Length: 6', 'abc'],
    ['in chunks', 'Transfer-Encoding: chunked', '3\r\nabc\r\n'],
  ])('fails when the connection ends before the body does, %s', async (_, head, sent) => {
    const { socket, body } = await open(head)
    socket.write(sent)
    expect(String((await body.next()).value)).toBe('abc')
    socket.destroy()
    await expect(body.next()).rejects.toBeInstanceOf(BodyCutError)
  })

  it('fails when a chunk is malformed', async () => {
    const { socket, body } = await open('Transfer-Encoding: chunked')
    socket.write('3\r\nabc\r\n')
    await body.next()
    socket.write('no number\r\n')
    await expect(body.next()).rejects.toBeInstanceOf(Error)
  })

  it('is lost with a connection that breaks before it is read, though all of it has arrived', async () => {
    const { socket, body } = await open('Content-Length: 3')
    const closed = once(socket, 'close')
    socket.resume()
    socket.write('abc and no request')
    await closed
    await expect(body.next()).rejects.toBeInstanceOf(BodyCutError)
  })

  it('fails when the client stops sending', async () => {
    const { socket, body } = await open('Content-Length: 6', 50)
    socket.write('abc')
    await body.next()
    await expect(body.next()).rejects.toMatchObject({ code: 'UNKNOWN', status: 408 })
  })

  it('waits for a reader that takes longer than the client may', async () => {
    const { socket, body } = await open('Content-Length: 6', 20)
    socket.write('abc')
    await body.next()
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
    socket.write('def')
    expect(String((await body.next()).value)).toBe('def')
    expect((await body.next()).done).toBe(true)
  })
})

describe('reading the body of an HTTP/2 request', () => {
  const frame = (type: number, flags: number, stream: number, payload: Buffer): Buffer => {
    const head = Buffer.alloc(9)
    head.writeUIntBE(payload.length, 0, 3)
    head.writeUInt8(type, 3)
    head.writeUInt8(flags, 4)
    head.writeUInt32BE(stream, 5)
    return Buffer.concat([head, payload])
  }
  const field = (name: string, value: string): Buffer =>
    Buffer.from(`\0${String.fromCodePoint(name.length)}${name}${String.fromCodePoint(value.length)}${value}`, 'latin1')
  const fields = [field(':method', 'PUT'), field(':scheme', 'http'), field(':authority', 'a'), field(':path', '/')]
  const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0))])
  const endHeaders = 4
  const endStream = 1

  it.each([
    ['ends when its stream does', frame(0, endStream, 1, Buffer.alloc(0)), { done: true, value: undefined }],
    ['fails when its stream is reset', frame(3, 0, 1, Buffer.from([0, 0, 0, 8])), expect.any(BodyCutError)],
  ])('%s', async (_, last, expected) => {
    const server = createHttp2Server()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const data = frame(0, 0, 1, Buffer.from('abc'))
    // Node's own client ends the stream before it resets it.
    socket.write(Buffer.concat([preface, frame(1, endHeaders, 1, Buffer.concat(fields)), data]))
    const [request] = (await once(server, 'request')) as Parameters<typeof readBody>
    const body = readBody(request)
    expect(String((await body.next()).value)).toBe('abc')
    socket.write(last)
    expect(await body.next().catch((error: unknown) => error)).toEqual(expected)
    socket.destroy()
    server.close()
  })
})

describe('a whole body in memory', () => {
  it.each([
    [[], ''],
    [['one piece'], 'one piece'],
    [['in ', 'two ', '', 'pieces'], 'in two pieces'],
  ])('is put together of %j', async (texts, whole) => {
    expect(String(await readWholeBody(arriving(pieces(...texts)), 100, undefined))).toBe(whole)
  })

  it('may be as long as the limit, and no longer', async () => {
    expect((await readWholeBody(arriving(pieces('12345', '67890')), 10, 10)).length).toBe(10)
    const tooLarge = { code: 'MANIFEST_INVALID', status: 413 }
    await expect(readWholeBody(arriving(pieces('12345', '678901')), 10, undefined)).rejects.toMatchObject(tooLarge)
  })

  it('may have arrived already, and has the same limit', async () => {
    const body = { ...arriving(pieces()), takeIfArrived: async () => Buffer.from('12345') }
    expect(String(await readWholeBody(body, 5, undefined))).toBe('12345')
    await expect(readWholeBody(body, 4, undefined)).rejects.toMatchObject({ status: 413 })
  })

  it('is not read at all when more is announced, and not further than the limit otherwise', async () => {
    let read = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 5
        yield Buffer.from('12345')
      }
    }
    await expect(readWholeBody(arriving(endless()), 10, 11)).rejects.toMatchObject({ status: 413 })
    expect(read).toBe(0)
    await expect(readWholeBody(arriving(endless()), 10, undefined)).rejects.toMatchObject({ status: 413 })
    expect(read).toBe(15)
  })
})
