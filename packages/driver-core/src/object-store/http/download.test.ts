import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { ObjectBody, ObjectRange } from '../object-store-client.ts'
import { download } from './download.ts'
import type { StoreHttp } from './store-http.ts'
import { answer, errorAnswer, ScriptedServer, type Step } from './testing/scripted-server.ts'
import { get, testHttp } from './testing/test-http.ts'

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251))
const headers = { etag: '"1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }

/** Serves the content and its ranges, as a store does. */
const serve: Step = (response, request) => {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(String(request.headers['range'])) ?? []
  const start = Number(first ?? 0)
  const end = last === undefined || last === '' ? content.length : Math.min(content.length, Number(last) + 1)
  const length = { ...headers, 'content-length': String(end - start) }
  if (first === undefined) response.writeHead(200, length)
  else response.writeHead(206, { ...length, 'content-range': `bytes ${start}-${end - 1}/${content.length}` })
  response.end(request.method === 'HEAD' ? undefined : content.subarray(start, end))
}

async function open(http: StoreHttp, range?: ObjectRange): Promise<ObjectBody> {
  const opened = await download(http, { ...get, signal: range?.signal }, 'thing', range)
  if (opened === undefined) throw new Error('the object is missing')
  return opened
}

async function read(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(body))
}

describe('a download', () => {
  test.each([
    [undefined, 0, 300_000],
    [{ offset: 10 }, 10, 300_000],
    [{ length: 5 }, 0, 5],
    [{ offset: 299_990, length: 100 }, 299_990, 300_000],
  ])('of the range %j gives its bytes and tells of the whole object', async (range, start, end) => {
    await using server = await ScriptedServer.start([serve])
    await using http = testHttp({ origin: server.origin })
    const { head, body } = await open(http, range)
    expect(head).toEqual({ key: 'thing', size: 300_000, etag: '"1"', modifiedAt: new Date('2026-01-01T00:00:00Z') })
    expect((await read(body)).equals(content.subarray(start, end))).toBe(true)
  })

  test.each([{ offset: 300_000 }, { offset: 400_000, length: 3 }])('behind the end (%j) is empty', async (range) => {
    await using server = await ScriptedServer.start([errorAnswer(416, 'InvalidRange'), serve])
    await using http = testHttp({ origin: server.origin })
    const { head, body } = await open(http, range)
    expect(head.size).toBe(300_000)
    expect(await read(body)).toHaveLength(0)
  })

  test.each([65_537, 70_000, 100_000])(
    'of %i bytes is read though its connection was closed behind it before anybody read',
    async (size) => {
      const closing: Step = (response) => {
        response.writeHead(200, { ...headers, connection: 'close', 'content-length': String(size) })
        response.end(content.subarray(0, size))
      }
      await using server = await ScriptedServer.start([closing])
      await using http = testHttp({ origin: server.origin })
      const { body } = await open(http)
      await server.currentSocketsClosed()
      // Until this side has seen the end as well.
      for (let turn = 0; turn < 100; turn += 1) await nextTurn()
      expect((await read(body)).equals(content.subarray(0, size))).toBe(true)
    },
  )

  test('of no bytes asks for the head alone', async () => {
    await using server = await ScriptedServer.start([serve])
    await using http = testHttp({ origin: server.origin })
    expect(await read((await open(http, { length: 0 })).body)).toHaveLength(0)
    expect(server.requests.map((request) => request.method)).toEqual(['HEAD'])
  })

  test('of a missing object is undefined', async () => {
    await using server = await ScriptedServer.start([errorAnswer(404, 'NoSuchKey')])
    await using http = testHttp({ origin: server.origin })
    expect(await download(http, get, 'thing')).toBeUndefined()
  })

  test('that a server answers with other bytes than it was asked for gives none of them', async () => {
    await using server = await ScriptedServer.start([answer(200, 'all of it', headers)])
    await using http = testHttp({ origin: server.origin })
    await expect(download(http, get, 'thing', { offset: 3 })).rejects.toThrow('not the range that was asked for')
  })

  const breaks: Step = (response) => {
    response.writeHead(200, { ...headers, 'content-length': '300000' })
    response.write(content.subarray(0, 1000), () => response.socket?.destroy())
  }
  const stalls: Step = (response) => {
    response.writeHead(200, { ...headers, 'content-length': '300000' }).write(content.subarray(0, 1000))
  }
  test.each([
    ['whose connection breaks', breaks],
    ['that falls silent', stalls],
  ])('%s fails, and does not end as if it were whole', async (_title, step) => {
    await using server = await ScriptedServer.start([step])
    await using http = testHttp({ origin: server.origin, idleTimeoutMs: 100 })
    const { body } = await open(http)
    await expect(read(body)).rejects.toThrow(/other side closed|Body Timeout/)
  })
})

describe('a small download', () => {
  const small = { ...headers, 'content-length': '10' }
  const breaks: Step = (response) => {
    response.writeHead(200, small).write('half', () => response.socket?.destroy())
  }
  const serves: Step = (response) => void response.writeHead(200, small).end('0123456789')

  test('whose connection breaks is tried again', async () => {
    await using server = await ScriptedServer.start([breaks, breaks, serves])
    await using http = testHttp({ origin: server.origin })
    expect(String(await read((await open(http)).body))).toBe('0123456789')
    expect(server.requests).toHaveLength(3)
  })

  test('has left the bound on requests when it is there, read or not', async () => {
    await using server = await ScriptedServer.start([serves])
    await using http = testHttp({ origin: server.origin }, { maxConcurrency: 1 })
    for (let number = 0; number < 20; number += 1) await open(http)
    expect(server.connectionCount).toBeLessThanOrEqual(2)
  })
})

describe('a download that nobody wants any more', () => {
  /** Sends without an end. */
  const endless: Step = (response) => {
    response.writeHead(200, { ...headers, 'content-length': '1000000000000' })
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
    }
    response.on('drain', more)
    more()
  }

  test('closes its connection when it is destroyed', async () => {
    await using server = await ScriptedServer.start([endless])
    await using http = testHttp({ origin: server.origin })
    const { body } = await open(http)
    const closed = server.currentSocketsClosed()
    for await (const chunk of body) {
      expect((chunk as Uint8Array).length).toBeGreaterThan(0)
      break
    }
    await closed
    expect(server.requests).toHaveLength(1)
  })

  test('ends when the signal is given, and closes its connection', async () => {
    await using server = await ScriptedServer.start([endless])
    await using http = testHttp({ origin: server.origin })
    const abort = new AbortController()
    const { body } = await open(http, { signal: abort.signal })
    const closed = server.currentSocketsClosed()
    await once(body, 'readable')
    abort.abort(new Error('the client went away'))
    await expect(read(body)).rejects.toThrow('the client went away')
    await closed
  })
})

test('forty readers that do not read hold no more than their connections do', async () => {
  const bytes = Buffer.alloc(64 * 1024 * 1024)
  const large: Step = (response) => {
    response.writeHead(200, { ...headers, 'content-length': String(bytes.length) }).end(bytes)
  }
  await using server = await ScriptedServer.start([large])
  await using http = testHttp({ origin: server.origin }, { maxConcurrency: 2 })
  const readers = []
  for (let number = 0; number < 40; number += 1) {
    const { body } = await open(http)
    await once(body, 'readable')
    readers.push(body)
  }
  expect(server.sockets.size).toBe(40)
  expect(readers.every((body) => body.readableLength <= 256 * 1024)).toBe(true)
  for (const body of readers) body.destroy()
})
