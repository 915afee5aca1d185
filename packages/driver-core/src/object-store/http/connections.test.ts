import { expect, test } from 'vitest'
import { answer, ScriptedServer, type Step } from './testing/scripted-server.ts'
import { get, put, testHttp } from './testing/test-http.ts'

const origin = new URL('https://bucket.store.test')

test('an address may be connected to in the place of the host, which the request goes on naming', async () => {
  await using server = await ScriptedServer.start([answer(200, 'found')])
  const connectTo = { host: '127.0.0.1', port: server.port }
  await using http = testHttp({ origin: new URL('http://bucket.store.test'), connectTo })
  expect(await http.call(get, (read) => read.text)).toBe('found')
  expect(server.requests[0]?.headers['host']).toBe('bucket.store.test')
})

test('a certificate that nobody vouches for is refused at once, with what is wrong with it', async () => {
  await using server = await ScriptedServer.start([answer(200)], { tls: true })
  await using http = testHttp({ origin, connectTo: { host: '127.0.0.1', port: server.port } })
  await expect(http.call(get, () => undefined)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/no secure connection to the store \(self.signed certificate/),
  })
})

test('verification can be switched off', async () => {
  await using server = await ScriptedServer.start([answer(200, 'found')], { tls: true })
  const connectTo = { host: '127.0.0.1', port: server.port }
  await using http = testHttp({ origin, connectTo, verifyTls: false })
  expect(await http.call(get, (read) => read.text)).toBe('found')
})

test('TLS to a server without it says so', async () => {
  await using server = await ScriptedServer.start([answer(200)])
  await using http = testHttp({ origin, connectTo: { host: '127.0.0.1', port: server.port } })
  await expect(http.call(get, () => undefined)).rejects.toThrow('no secure connection to the store')
})

test('the time-out is one of silence: a long upload and a long answer that go on take as long as they take', async () => {
  const slowly: Step = (response) => {
    response.writeHead(200, { 'content-length': '8' })
    const timer = setInterval(() => response.write('x'), 60)
    response.on('close', () => clearInterval(timer))
  }
  await using server = await ScriptedServer.start([slowly])
  await using http = testHttp({ origin: server.origin, idleTimeoutMs: 200 }, { retry: { tries: 1 } })
  expect(await http.call(put(Buffer.from('x')), (read) => read.text)).toBe('xxxxxxxx')
})
