import { setMaxListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { RequestRecord } from './store-http.ts'
import type { StoreAnswer } from './store-request.ts'
import { answer, errorAnswer, reset, ScriptedServer } from './testing/scripted-server.ts'
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
