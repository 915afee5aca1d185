import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { StoreAnswer } from './store-request.ts'
import { answer, errorAnswer, ScriptedServer, type Step } from './testing/scripted-server.ts'
import { get, testHttp } from './testing/test-http.ts'

const text = (read: StoreAnswer): string => read.text

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
