import { describe, expect, it } from 'vitest'
import { ask, exchangeRaw, type RawRequest, requestBytes } from './support/raw-exchange.ts'
import { name, type Row, testRows, useVictim } from './support/use-victim.ts'

const victim = useVictim()
const uploads = `/v2/${name}/blobs/uploads/`
const post = (headers: readonly string[], body: string | Buffer = 'hello'): RawRequest => ({
  method: 'POST',
  target: uploads,
  headers,
  body,
})
const shown = (headers: readonly string[]): string => headers.join(' | ').slice(0, 80)
const refused = (...headers: readonly string[]): Row => [shown(headers), post(headers), '400']

describe('a length that two readers could read in two ways is refused', () => {
  testRows(victim, [
    refused('Content-Length: 5', 'Content-Length: 5'),
    refused('Content-Length: 3', 'Content-Length: 5'),
    refused('Content-Length: 5, 5'),
    refused('Content-Length: -1'),
    refused('Content-Length: +5'),
    refused('Content-Length: 0x5'),
    refused('Content-Length: 5e0'),
    refused('Content-Length: 5 5'),
    refused('Content-Length: '),
    refused('Content-Length: 18446744073709551616'),
    refused('Content-Length: 99999999999999999999999999'),
    refused('Content-Length : 5'),
    refused('Content-Length: 5', 'Transfer-Encoding: chunked'),
    refused('Transfer-Encoding: chunked', 'Content-Length: 5'),
    refused('Transfer-Encoding: chunked', 'Content-Length: 0'),
    refused('Transfer-Encoding: chunked, chunked'),
    refused('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'),
    refused('Transfer-Encoding: chunked, identity'),
    refused('Transfer-Encoding: xchunked'),
    refused('Transfer-Encoding: gzip'),
    refused('Transfer-Encoding:\u000bchunked'),
  ])

  it('and what stands behind it is never taken for a request', async () => {
    const smuggled = `0\r\n\r\nGET /v2/_catalog HTTP/1.1\r\nHost: x\r\n\r\n`
    for (const headers of [
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked', `Content-Length: ${smuggled.length}`],
      ['Content-Length: 1', `Content-Length: ${smuggled.length}`],
      ['Transfer-Encoding: chunked, identity'],
      ['Transfer-Encoding : chunked', `Content-Length: ${smuggled.length}`],
    ]) {
      const request = { ...post(['Connection: keep-alive', ...headers], smuggled) }
      const answers = await exchangeRaw(victim(), requestBytes(request))
      expect(answers.map(({ status }) => status)).toEqual([400])
    }
  })

  it('nor what follows a refused body', async () => {
    const body = 'DELETE /v2/victim/app/manifests/latest HTTP/1.1\r\nHost: x\r\n\r\n'
    const headers = ['Connection: keep-alive', `Content-Length: ${body.length}`, 'Content-Range: bytes 9-1/2']
    const [first, ...others] = await exchangeRaw(
      victim(),
      Buffer.concat([requestBytes(post(headers, body)), requestBytes({})]),
    )
    expect([first?.status, ...others.map(({ status }) => status)]).toEqual([416, 200])
    expect((await victim().fetch(`/v2/${name}/manifests/latest`)).status).toBe(200)
  })
})

describe('a malformed chunk ends the request, and stores nothing', () => {
  const chunked = (body: string): RawRequest => post(['Transfer-Encoding: chunked'], body)
  it.each([
    'g\r\nhello\r\n0\r\n\r\n',
    '-1\r\nhello\r\n0\r\n\r\n',
    '5\nhello\n0\n\n',
    '5\r\nhelloX\r\n0\r\n\r\n',
    'FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n',
    '0x5\r\nhello\r\n0\r\n\r\n',
    '5;\u0000=x\r\nhello\r\n0\r\n\r\n',
    `5;${'x'.repeat(100_000)}\r\nhello\r\n0\r\n\r\n`,
  ])('%j', async (body) => {
    const request = requestBytes({ ...chunked(body), target: `${uploads}?digest=sha256:${'0'.repeat(64)}` })
    const answers = await exchangeRaw(victim(), request)
    // The answer may be lost with the connection; what is heard of it is a refusal.
    expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([])
  })

  it('and trailers cannot pose as headers', async () => {
    const body = '5\r\nhello\r\n0\r\nContent-Range: 9-9\r\nX-Forwarded-Host: evil.example\r\n\r\n'
    const answer = await ask(victim(), chunked(body))
    expect(answer.status).toBe(202)
    expect(answer.headers['location']).not.toContain('evil.example')
  })
})

describe('a head that is none is refused', () => {
  testRows(victim, [
    ...[
      'HTTP/1.2',
      'HTTP/3',
      'HTTP/11',
      'HTTP/1',
      'HTTP/-1.1',
      'HTTP/x.y',
      'http/1.1',
      'HTP/1.1',
      'HTTP/1.1 x',
      '',
    ].map((version): Row => [`version ${version}`, { version }, '400']),
    ['version HTTP/1.0', { version: 'HTTP/1.0' }, '200'],
    ...[
      [' folded: x'],
      ['X : y'],
      ['X\u0000: y'],
      ['X: a\u0000b'],
      ['X: a\nY: b'],
      ['X: a\rY: b'],
      ['no colon'],
      [': x'],
      ['(x): y'],
    ].map((headers): Row => [JSON.stringify(headers), { headers }, '400']),
    ['one header of 100 KB', { headers: [`X: ${'a'.repeat(100_000)}`] }, '431'],
    ['3,000 headers', { headers: Array.from({ length: 9000 }, (_, index) => `X-${index}: 1`) }, '431'],
    ['a name of 100 KB', { headers: [`${'a'.repeat(100_000)}: 1`] }, '431'],
    ['60 KB of headers', { headers: [`X: ${'a'.repeat(60_000)}`] }, '200'],
    [
      'names of a prototype',
      { headers: ['__proto__: x', 'constructor: y', 'hasOwnProperty: z', 'toString: a'] },
      '200',
    ],
    [
      'all headers twice',
      {
        headers: [
          'Accept: a',
          'Accept: b',
          'Range: bytes=0-1',
          'Range: bytes=2-3',
          'Forwarded: host=a',
          'Forwarded: host=b',
        ],
      },
      '200',
    ],
    ['no Host', { headers: ['Host:'] }, '200'],
    ['an upgrade', { headers: ['Connection: Upgrade', 'Upgrade: websocket'] }, '200'],
    [
      'an upgrade to HTTP/2',
      { headers: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'] },
      '200',
    ],
  ])

  it.each([
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001',
    '\r\n'.repeat(1000),
    'SSH-2.0-x\r\n',
    'GET / HTTP/1.1\r\n\r\n',
  ])('as is what is no HTTP/1.1: %j', async (text) => {
    const bytes = Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(text.startsWith('\r\n') ? 'x\r\n\r\n' : '')])
    const answers = await exchangeRaw(victim(), bytes)
    expect(answers.filter(({ status }) => status !== 400)).toEqual([])
  })
})

describe('Expect', () => {
  it.each(['Expect: 100-continue', 'expect: 100-Continue'])(
    '%s is answered before the body is sent, as curl and Docker wait for it',
    async (line) => {
      const request = requestBytes(post([line, 'Content-Length: 5'], ''))
      const [continued] = await exchangeRaw(victim(), request, { answers: 1, informational: true })
      expect(continued?.status).toBe(100)
      expect((await ask(victim(), post([line]))).status).toBe(202)
    },
  )

  it('anything else is refused with 417', async () => {
    expect((await ask(victim(), post(['Expect: the-unexpected']))).status).toBe(417)
  })
})

describe('requests that come ahead of answers', () => {
  it('are answered in order, and each body is only one request', async () => {
    const keep = ['Connection: keep-alive']
    const one = requestBytes({ ...post([...keep, 'Content-Length: 5']), target: uploads })
    const two = requestBytes({ headers: keep, target: `/v2/${name}/tags/list` })
    const answers = await exchangeRaw(victim(), Buffer.concat([one, two, one, requestBytes({ target: '/v2/x' })]))
    expect(answers.map(({ status }) => status)).toEqual([202, 200, 202, 404])
  })
})
