import { setMaxListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { DriverErrorCode } from '../../driver-error.ts'
import { garbled } from './store-fault.ts'
import type { RequestRecord } from './store-http.ts'
import type { StoreAnswer } from './store-request.ts'
import { answer, errorAnswer, reset, ScriptedServer, silence, type Step } from './testing/scripted-server.ts'
import { get, put, testHttp } from './testing/test-http.ts'

const text = (read: StoreAnswer): string => read.text

describe('a call', () => {
  test('sends its query, headers and content, and says how long that is', async () => {
    await using server = await ScriptedServer.start([answer(200, 'done')])
    await using http = testHttp({ origin: server.origin }, { userAgent: 'moorage/1' })
    const request = {
      ...put(Buffer.from('one '), Buffer.from(''), Buffer.from('two')),
      query: { partNumber: '1', uploadId: 'U/+=', uploads: '' },
      headers: { 'content-type': 'text/plain' },
    }
    expect(await http.call(request, text)).toBe('done')
    const [seen] = server.requests
    expect(seen).toMatchObject({
      method: 'PUT',
      url: '/thing?partNumber=1&uploadId=U%2F%2B%3D&uploads',
      headers: {
        host: server.origin.host,
        'content-length': '7',
        'content-type': 'text/plain',
        'user-agent': 'moorage/1',
      },
    })
    expect(seen?.headers).not.toHaveProperty('expect')
    expect(seen?.headers).not.toHaveProperty('transfer-encoding')
    expect(String(seen?.body)).toBe('one two')
  })

  test.each(['PUT', 'POST'] as const)('with empty content sends a length of 0 (%s)', async (method) => {
    await using server = await ScriptedServer.start([answer(200)])
    await using http = testHttp({ origin: server.origin })
    await http.call({ ...put(), method }, text)
    expect(server.requests[0]?.headers['content-length']).toBe('0')
  })

  test('keeps its connection for the next one, a HEAD too', async () => {
    await using server = await ScriptedServer.start([answer(200, '', { 'content-length': '0' })])
    await using http = testHttp({ origin: server.origin })
    for (const request of [{ ...get, method: 'HEAD' as const }, get, put(Buffer.from('x')), get]) {
      await http.call(request, text)
      // undici looks for a turn whether the server closes all the same.
      await new Promise(setImmediate)
      await new Promise(setImmediate)
    }
    expect(server.requests.map((request) => request.connection)).toEqual([1, 1, 1, 1])
  })

  test('of many megabytes in several buffers arrives as it is', async () => {
    await using server = await ScriptedServer.start([answer(200)])
    await using http = testHttp({ origin: server.origin })
    const content = [1, 2, 3].map((value) => Buffer.alloc(3_000_000 + value, value))
    await http.call(put(...content), text)
    expect(server.requests[0]?.body.equals(Buffer.concat(content))).toBe(true)
  })

  test('answers an error that the caller expects', async () => {
    await using server = await ScriptedServer.start([errorAnswer(404, 'NoSuchUpload')])
    await using http = testHttp({ origin: server.origin })
    const code = await http.call({ ...get, expect: ['NoSuchUpload'] }, (read) => read.errorCode)
    expect(code).toBe('NoSuchUpload')
    expect(server.requests).toHaveLength(1)
  })

  test('answers a missing object where the answer has no body', async () => {
    await using server = await ScriptedServer.start([answer(404)])
    await using http = testHttp({ origin: server.origin })
    const request = { ...get, method: 'HEAD', expect: ['NoSuchKey'] } as const
    expect(await http.call(request, (read) => read.errorCode)).toBe('NoSuchKey')
  })
})

describe('a failure', () => {
  const cases: readonly (readonly [string, Step, DriverErrorCode, number])[] = [
    ['is final when access is denied', errorAnswer(403, 'AccessDenied'), 'ACCESS_DENIED', 1],
    ['is final when the status says so', answer(409), 'CONFLICT', 1],
    ['is final when nobody knows it', errorAnswer(400, 'Strange'), 'UNEXPECTED', 1],
    ['is tried again while the store throttles', errorAnswer(503, 'SlowDown'), 'RATE_LIMITED', 3],
    ['is tried again after 429', answer(429), 'RATE_LIMITED', 3],
    ['is tried again while the store is broken', answer(500), 'UNAVAILABLE', 3],
    ['is tried again when a code says so, whatever the status', errorAnswer(400, 'BadDigest'), 'UNAVAILABLE', 3],
    ['is tried again when an error comes with a good status', errorAnswer(200, 'SlowDown'), 'RATE_LIMITED', 3],
    ['is tried again when the connection breaks', reset, 'UNAVAILABLE', 3],
    [
      'is tried again when the answer is cut off',
      (response) => {
        response.writeHead(200, { 'content-length': '10' }).write('half')
        setImmediate(() => response.socket?.destroy())
      },
      'UNAVAILABLE',
      3,
    ],
    ['is tried again when the store stays silent', silence, 'UNAVAILABLE', 3],
    [
      'is tried again when the store falls silent in the middle',
      (response) => void response.writeHead(200, { 'content-length': '10' }).write('half'),
      'UNAVAILABLE',
      3,
    ],
  ]

  test.each(cases)('%s', async (_title, step, code, tries) => {
    await using server = await ScriptedServer.start([step])
    await using http = testHttp({ origin: server.origin, idleTimeoutMs: 100 }, { retry: { tries: 3 } })
    await expect(http.call(put(Buffer.from('x')), text)).rejects.toMatchObject({ name: 'DriverError', code })
    expect(server.requests).toHaveLength(tries)
  })

  test.each(cases.filter(([, , , tries]) => tries > 1))('%s, and then may be none', async (_title, step) => {
    await using server = await ScriptedServer.start([step, step, answer(200, 'at last')])
    await using http = testHttp({ origin: server.origin, idleTimeoutMs: 100 })
    expect(await http.call(put(Buffer.from('x')), text)).toBe('at last')
    expect(server.requests.map((request) => String(request.body))).toEqual(['x', 'x', 'x'])
  })

  test('says which call failed, why, and with which request', async () => {
    const steps = [errorAnswer(503, 'SlowDown', { 'retry-after': '0' })]
    await using server = await ScriptedServer.start(steps)
    await using http = testHttp({ origin: server.origin })
    await expect(http.call(get, text)).rejects.toMatchObject({
      message:
        'test: GetThing thing: fewer requests, please (503 SlowDown, because of SlowDown, request id-503, 5 tries)',
      requestId: 'id-503',
      retryAfterSeconds: 0,
      retryable: true,
      cause: { name: 'StoreFault', status: 503, code: 'SlowDown' },
    })
    expect(server.requests).toHaveLength(5)
  })

  test('asks for patience where the store throttles and does not say for how long', async () => {
    await using server = await ScriptedServer.start([errorAnswer(503, 'SlowDown')])
    await using http = testHttp({ origin: server.origin })
    await expect(http.call(get, text)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 10 })
  })

  test('is not tried again when the store asks for more patience than there is', async () => {
    await using server = await ScriptedServer.start([errorAnswer(503, 'SlowDown', { 'retry-after': '3600' })])
    await using http = testHttp({ origin: server.origin })
    await expect(http.call(get, text)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 3600 })
    expect(server.requests).toHaveLength(1)
  })

  test('is not tried again once the time for it is over', async () => {
    await using server = await ScriptedServer.start([answer(500)])
    await using http = testHttp({ origin: server.origin }, { retry: { firstDelayMs: 60_000, maxTotalMs: 0 } })
    await expect(http.call(get, text)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(server.requests).toHaveLength(1)
  })

  test('of a call that must not be carried out twice is final, unless the store cannot have acted', async () => {
    await using server = await ScriptedServer.start([reset, errorAnswer(503, 'SlowDown'), answer(200, 'once')])
    await using http = testHttp({ origin: server.origin })
    const once = { ...put(Buffer.from('x')), repeatable: false }
    await expect(http.call(once, text)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(server.requests).toHaveLength(1)
    expect(await http.call(once, text)).toBe('once')
  })

  test('of a reader of the answer is tried again, with the same bytes', async () => {
    await using server = await ScriptedServer.start([answer(200, 'one'), answer(200, 'two')])
    await using http = testHttp({ origin: server.origin })
    const shown: string[] = []
    const digest = { start: () => shown.push('start'), update: (bytes: Uint8Array) => shown.push(String(bytes)) }
    const result = await http.call({ ...put(Buffer.from('x')), digest }, (read) => {
      if (read.text === 'one') throw garbled('not yet')
      return read.text
    })
    expect(result).toBe('two')
    expect(shown).toEqual(['start', 'x', 'start', 'x'])
  })

  test('to connect is tried again, and tells where', async () => {
    const closed = await ScriptedServer.start([silence])
    const { origin } = closed
    await closed[Symbol.asyncDispose]()
    await using http = testHttp({ origin })
    await expect(http.call(get, text)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`ECONNREFUSED 127.0.0.1:${origin.port}, 5 tries`),
    })
  })
})

test('a connection that the server had closed meanwhile costs no try and no wait', async () => {
  const closeBeforeReading: Step = (response, _request, incoming) => {
    response.writeHead(200, { 'content-length': '0', connection: 'keep-alive' }).end()
    // The next request on this connection meets a closed one.
    incoming.socket.once('data', () => incoming.socket.destroy())
  }
  await using server = await ScriptedServer.start([closeBeforeReading, answer(200, 'over a fresh one')])
  await using http = testHttp({ origin: server.origin }, { retry: { tries: 1 } })
  await http.call(get, text)
  expect(await http.call(put(Buffer.from('x')), text)).toBe('over a fresh one')
  expect(server.requests.map((request) => request.connection)).toEqual([1, 2])
})

describe('the clock', () => {
  const date = 'Fri, 01 Jan 2038 00:00:00 GMT'

  test('is put right by the store, once, and each try is signed anew', async () => {
    const tooSkewed = errorAnswer(403, 'RequestTimeTooSkewed', { date })
    await using server = await ScriptedServer.start([tooSkewed, answer(200, 'right')])
    await using http = testHttp({ origin: server.origin }, { retry: { tries: 1 } })
    expect(await http.call(get, text)).toBe('right')
    expect(await http.call(get, text)).toBe('right')
    const [first, second, third] = server.requests.map((request) => String(request.headers['x-signed-at']))
    expect(first?.startsWith('2038')).toBe(false)
    expect(second?.startsWith('2038-01-01T00:00:0')).toBe(true)
    expect(third?.startsWith('2038-01-01T00:00:0')).toBe(true)
    expect(http.clock.offsetMs).toBeGreaterThan(30_000)
  })

  test('is put right for all calls that met its error', async () => {
    const refused: Step[] = []
    const bothRefused: Step = (...call) => {
      refused.push(() => errorAnswer(403, 'RequestTimeTooSkewed', { date })(...call))
      if (refused.length === 2) for (const refuse of refused) refuse(...call)
    }
    await using server = await ScriptedServer.start([bothRefused, bothRefused, answer(200, 'right')])
    await using http = testHttp({ origin: server.origin }, { retry: { tries: 1 } })
    expect(await Promise.all([http.call(get, text), http.call(get, text)])).toEqual(['right', 'right'])
  })

  test('is blamed once: a store that goes on refusing is believed', async () => {
    await using server = await ScriptedServer.start([errorAnswer(403, 'RequestTimeTooSkewed', { date })])
    await using http = testHttp({ origin: server.origin })
    await expect(http.call(get, text)).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    expect(server.requests).toHaveLength(2)
  })
})

describe('a signal', () => {
  test('ends a call that waits for its answer, and closes the connection', async () => {
    const abort = new AbortController()
    const asked = Promise.withResolvers<void>()
    await using server = await ScriptedServer.start([() => asked.resolve()])
    await using http = testHttp({ origin: server.origin })
    const call = http.call({ ...get, signal: abort.signal }, text)
    await asked.promise
    const closed = server.currentSocketsClosed()
    abort.abort(new Error('the client went away'))
    await expect(call).rejects.toMatchObject({
      code: 'ABORTED',
      cause: expect.objectContaining({ message: 'the client went away' }),
    })
    await closed
    expect(server.requests).toHaveLength(1)
  })

  test('ends the wait for the next try', async () => {
    const abort = new AbortController()
    const fail: Step = (response, request, incoming) => {
      answer(500)(response, request, incoming)
      setImmediate(() => abort.abort())
    }
    await using server = await ScriptedServer.start([fail])
    await using http = testHttp(
      { origin: server.origin },
      { retry: { firstDelayMs: 600_000, maxDelayMs: 600_000, maxTotalMs: 1e9 } },
    )
    await expect(http.call({ ...get, signal: abort.signal }, text)).rejects.toMatchObject({ code: 'ABORTED' })
  })

  test('that was given before lets nothing be sent', async () => {
    await using server = await ScriptedServer.start([answer(200)])
    await using http = testHttp({ origin: server.origin })
    const call = http.call({ ...get, signal: AbortSignal.abort() }, text)
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' })
    expect(server.requests).toEqual([])
  })
})

describe('the bound on requests', () => {
  test('holds for calls, whose answers are read before the next one', async () => {
    const waiting: ServerResponse[] = []
    // Answers when three are there, and then all of them.
    const threeAtATime: Step = (response) => {
      waiting.push(response)
      if (waiting.length >= 3) setImmediate(() => waiting.splice(0).map((each) => each.end(String(waiting.length))))
    }
    await using server = await ScriptedServer.start([threeAtATime])
    await using http = testHttp({ origin: server.origin }, { maxConcurrency: 3 })
    const answers = await Promise.all(Array.from({ length: 30 }, () => http.call(get, text)))
    expect(answers).toEqual(answers.map(() => '0'))
    expect(server.requests).toHaveLength(30)
    expect(server.connectionCount).toBeLessThanOrEqual(6)
  })

  test('does not count a download once its head has arrived', async () => {
    const half: Step = (response) => void response.writeHead(200, { 'content-length': '1000000' }).write('half')
    await using server = await ScriptedServer.start([half])
    await using http = testHttp({ origin: server.origin }, { maxConcurrency: 1 })
    const bodies = []
    for (let number = 0; number < 20; number += 1) bodies.push(await http.open(get, (opened) => opened.body))
    expect(server.sockets.size).toBe(20)
    for (const body of bodies) body.on('error', () => undefined).destroy()
  })

  test('is left by a call that waits to be tried again', async () => {
    const steps: readonly Step[] = [errorAnswer(503, 'SlowDown', { 'retry-after': '1' }), answer(200, 'done')]
    await using server = await ScriptedServer.start(steps)
    await using http = testHttp({ origin: server.origin }, { maxConcurrency: 1 })
    const order: string[] = []
    const throttled = http.call(get, text).then(() => order.push('throttled'))
    const other = http.call(get, text).then(() => order.push('other'))
    await Promise.all([throttled, other])
    expect(order).toEqual(['other', 'throttled'])
  })
})

test('each try is told to whoever counts requests', async () => {
  const records: RequestRecord[] = []
  await using server = await ScriptedServer.start([reset, answer(500), answer(200)])
  await using http = testHttp({ origin: server.origin }, { onRequest: (record) => records.push(record) })
  await http.call(get, text)
  expect(records.map(({ operation, method, status }) => [operation, method, status])).toEqual([
    ['GetThing', 'GET', undefined],
    ['GetThing', 'GET', 500],
    ['GetThing', 'GET', 200],
  ])
  expect(records.every(({ durationMs, waitedMs }) => durationMs > 0 && waitedMs >= 0)).toBe(true)
})

test('hundreds of calls with one signal leave no listeners on it', async () => {
  const abort = new AbortController()
  setMaxListeners(5, abort.signal)
  const warnings: unknown[] = []
  const onWarning = (warning: unknown): number => warnings.push(warning)
  process.on('warning', onWarning)
  await using server = await ScriptedServer.start([answer(200)])
  await using http = testHttp({ origin: server.origin })
  for (let number = 0; number < 200; number += 1) await http.call({ ...get, signal: abort.signal }, text)
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
})

test('after its end a call is refused', async () => {
  await using server = await ScriptedServer.start([answer(200)])
  const http = testHttp({ origin: server.origin })
  await http[Symbol.asyncDispose]()
  await expect(http.call(get, text)).rejects.toMatchObject({ code: 'CLOSED', message: 'test: closed' })
})
