import { describe, expect, test } from 'vitest'
import type { DriverErrorCode } from '../../driver-error.ts'
import { garbled } from './store-fault.ts'
import type { StoreAnswer } from './store-request.ts'
import { answer, errorAnswer, reset, ScriptedServer, silence, type Step } from './testing/scripted-server.ts'
import { get, put, testHttp } from './testing/test-http.ts'

const text = (read: StoreAnswer): string => read.text

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
