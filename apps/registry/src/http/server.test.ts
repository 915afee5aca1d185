import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2'
import { Agent, request as requestHttps } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { seededBytes } from '@moorage/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRequest } from '../testing/open-request.ts'
import { digestOf, pushBlob } from '../testing/push.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload } from '../testing/upload.ts'

const folder = await mkdtemp(join(tmpdir(), 'registry-server-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('over TLS', () => {
  const tls = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') }
  let ca: Buffer
  let registry: TestRegistry

  beforeAll(async () => {
    const options = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=127.0.0.1',
    ]
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1']
    await promisify(execFile)('openssl', [
      'req',
      '-x509',
      ...options,
      ...names,
      '-keyout',
      tls.key,
      '-out',
      tls.certificate,
    ])
    ca = await readFile(tls.certificate)
    registry = await startTestRegistry({ http: { tls } })
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  /** @returns the answer's status, headers and text */
  async function sendHttp2(
    session: ClientHttp2Session,
    headers: OutgoingHttpHeaders,
    body?: Uint8Array | string,
  ): Promise<{ headers: Record<string, unknown>; body: string }> {
    const stream = session.request(headers, { endStream: body === undefined })
    if (body !== undefined) stream.end(body)
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>]
    return { headers: answer, body: await text(stream) }
  }

  it('answers HTTP/1.1 and links to https', async () => {
    expect(registry.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const sent = requestHttps(`${registry.url}/v2/team/app/blobs/uploads/`, { method: 'POST', ca, agent: new Agent() })
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(202)
    expect(response.headers.location).toMatch(new RegExp(`^${registry.url}/v2/team/app/blobs/uploads/`))
  })

  it('has the limits of plain HTTP/1.1', async () => {
    const headers = { 'x-long': 'a'.repeat(50_000) }
    const sent = requestHttps(`${registry.url}/v2/`, { ca, agent: new Agent(), headers })
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(200)
  })

  it('pushes and pulls over HTTP/2', async () => {
    const session = connectHttp2(registry.url, { ca })
    const bytes = seededBytes(6, 300_000)
    const digest = digestOf(bytes)
    const begun = await sendHttp2(session, { ':method': 'POST', ':path': '/v2/team/app/blobs/uploads/' })
    expect(begun.headers[':status']).toBe(202)
    const { pathname, search, origin } = new URL(String(begun.headers['location']))
    expect(origin).toBe(registry.url)
    const patched = await sendHttp2(session, { ':method': 'PATCH', ':path': pathname + search }, bytes)
    expect(patched.headers[':status']).toBe(202)
    expect(patched.headers['range']).toBe('0-299999')
    const next = new URL(String(patched.headers['location']))
    const closed = await sendHttp2(session, {
      ':method': 'PUT',
      ':path': `${next.pathname}${next.search}&digest=${digest}`,
    })
    expect(closed.headers[':status']).toBe(201)
    const head = await sendHttp2(session, { ':method': 'HEAD', ':path': `/v2/team/app/blobs/${digest}` })
    expect(head.headers['content-length']).toBe('300000')
    expect(head.body).toBe('')
    const missing = await sendHttp2(session, { ':path': '/v2/team/app/manifests/none' })
    expect(missing.headers[':status']).toBe(404)
    expect(missing.headers['docker-distribution-api-version']).toBe('registry/2.0')
    expect(JSON.parse(missing.body)).toMatchObject({ errors: [{ code: 'MANIFEST_UNKNOWN' }] })
    session.close()
  })

  it('answers what is not the API over HTTP/2, too', async () => {
    const session = connectHttp2(registry.url, { ca })
    expect((await sendHttp2(session, { ':path': '/' })).headers[':status']).toBe(200)
    expect((await sendHttp2(session, { ':path': '/v2' })).headers['location']).toBe('/v2/')
    expect((await sendHttp2(session, { ':path': '/none' })).headers[':status']).toBe(404)
    session.close()
  })

  it('keeps an upload whose closing request broke off over HTTP/2', async () => {
    const session = connectHttp2(registry.url, { ca })
    const bytes = seededBytes(7, 400_000)
    const begun = await sendHttp2(session, { ':method': 'POST', ':path': '/v2/team/app/blobs/uploads/' })
    const first = new URL(String(begun.headers['location']))
    const patched = await sendHttp2(
      session,
      { ':method': 'PATCH', ':path': first.pathname + first.search },
      bytes.subarray(0, 1000),
    )
    const next = new URL(String(patched.headers['location']))
    const path = `${next.pathname}${next.search}`

    const broken = connectHttp2(registry.url, { ca })
    const put = broken.request({
      ':method': 'PUT',
      ':path': `${path}&digest=${digestOf(bytes)}`,
      expect: '100-continue',
    })
    put.on('error', () => undefined)
    await once(put, 'continue')
    const givenUp = registry.logged('the client went away')
    await new Promise((resolve) => {
      put.write(bytes.subarray(1000, 20_000), resolve)
    })
    broken.destroy()
    await givenUp

    const status = await sendHttp2(session, { ':path': path })
    expect(status.headers[':status']).toBe(204)
    const stored = Number(String(status.headers['range']).slice(2)) + 1
    expect(stored).toBeGreaterThanOrEqual(1000)
    const last = new URL(String(status.headers['location']))
    const closed = await sendHttp2(
      session,
      { ':method': 'PUT', ':path': `${last.pathname}${last.search}&digest=${digestOf(bytes)}` },
      bytes.subarray(stored),
    )
    expect(closed.headers[':status']).toBe(201)
    session.close()
  })

  it('speaks HTTP/1.1 alone where http2 is disabled, and TLS 1.3 alone where that is the least', async () => {
    await using strict = await startTestRegistry({
      http: { tls: { ...tls, minimumtls: 'tls1.3' }, http2: { disabled: true } },
    })
    const { port } = new URL(strict.url)
    const socket = connectTls({ port: Number(port), host: '127.0.0.1', ca, ALPNProtocols: ['h2', 'http/1.1'] })
    await once(socket, 'secureConnect')
    expect(socket.alpnProtocol).toBe('http/1.1')
    expect(socket.getProtocol()).toBe('TLSv1.3')
    socket.destroy()
    const old = connectTls({ port: Number(port), host: '127.0.0.1', ca, maxVersion: 'TLSv1.2' })
    const [error] = (await once(old, 'error')) as [Error]
    expect(error.message).toMatch(/protocol version/)
  })

  it('does not start with a certificate that is missing or none', async () => {
    const missing = { ...tls, certificate: join(folder, 'missing.pem') }
    await expect(startTestRegistry({ http: { tls: missing } })).rejects.toThrow('missing.pem')
    const broken = join(folder, 'broken.pem')
    await writeFile(broken, 'no certificate')
    await expect(startTestRegistry({ http: { tls: { ...tls, certificate: broken } } })).rejects.toThrow(/PEM/)
  })

  it('closes without waiting for HTTP/2 connections on which nothing happens', async () => {
    const draining = await startTestRegistry({ http: { tls, draintimeout: '60s' } })
    const session = connectHttp2(draining.url, { ca })
    await sendHttp2(session, { ':path': '/v2/' })
    const closed = once(session, 'close')
    await draining[Symbol.asyncDispose]()
    await closed
    expect(session.destroyed).toBe(true)
  })
})

describe('on a unix socket', () => {
  const addr = join(folder, 'registry.sock')

  const get = async (path: string): Promise<number | undefined> => {
    const options: RequestOptions = { socketPath: addr, path, agent: false }
    const sent = requestHttp(options).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }

  it('answers, and takes the place of what a killed process left', async () => {
    await using killed = await startTestRegistry({ http: { net: 'unix', addr } })
    expect(killed.url).toBe(`unix:${addr}`)
    expect(await get('/v2/')).toBe(200)
    await using next = await startTestRegistry({ http: { net: 'unix', addr } })
    expect(next.url).toBe(`unix:${addr}`)
    expect(await get('/v2/')).toBe(200)
  })

  it('leaves a file alone that is no socket', async () => {
    const file = join(folder, 'precious')
    await writeFile(file, 'data')
    await expect(startTestRegistry({ http: { net: 'unix', addr: file } })).rejects.toThrow('EADDRINUSE')
    expect((await stat(file)).size).toBe(4)
  })
})

describe('with a prefix', () => {
  it('answers below it alone, and its links have it', async () => {
    await using registry = await startTestRegistry({ http: { prefix: '/images/' } })
    expect((await registry.fetch('/images/v2/')).status).toBe(200)
    expect((await registry.fetch('/v2/')).status).toBe(404)
    expect((await registry.fetch('/imagesv2/')).status).toBe(404)
    expect((await registry.fetch('/images/v2')).headers.get('location')).toBe('/images/v2/')
    expect(await beginUpload(registry, '../images/v2/team/app')).toMatch(
      new RegExp(`^${registry.url}/images/v2/team/app/blobs/uploads/`),
    )
  })
})

describe('with headers of the operator', () => {
  it('adds them to every answer of the API, refusals included', async () => {
    const headers = { 'X-Content-Type-Options': ['nosniff'], 'X-Several': ['one', 'two'] }
    await using registry = await startTestRegistry({ http: { headers } })
    for (const path of ['/v2/', '/v2/team/app/manifests/none', '/v2/none']) {
      const response = await registry.fetch(path)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('x-several')).toBe('one, two')
      expect(response.headers.get('docker-distribution-api-version')).toBe('registry/2.0')
    }
  })
})

describe('behind a proxy that tells how it was reached', () => {
  it.each([
    [
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'images.example.org' },
      /^https:\/\/images\.example\.org\/v2\//,
    ],
    [{ forwarded: 'proto=https;host="images.example.org:8443"' }, /^https:\/\/images\.example\.org:8443\/v2\//],
    [{ host: 'other.example.org' }, /^http:\/\/other\.example\.org\/v2\//],
    [{ host: 'a"b' }, /^\/v2\/team\/app\/blobs\/uploads\/[0-9a-f-]+\?_state=[\w%-]+$/],
    [{ 'x-forwarded-host': 'evil.example.org/path?"' }, /^\/v2\//],
    [{ 'x-forwarded-proto': 'javascript' }, /^http:\/\/127\.0\.0\.1:\d+\/v2\//],
  ])('answers %j with a Location that a client can use', async (headers, location) => {
    await using registry = await startTestRegistry()
    const response = await rawRequest(registry, { method: 'POST', path: '/v2/team/app/blobs/uploads/', headers })
    expect(response.status).toBe(202)
    expect(response.headers.location).toMatch(location)
  })
})

describe('against malformed requests', () => {
  it.each([
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is none', 'Content-Length: -1\r\n\r\n'],
    ['a line feed in a header', 'X-One: a\nX-Two b\r\n\r\n'],
  ])('refuses %s with 400, and closes the connection', async (_, rest) => {
    await using registry = await startTestRegistry()
    const { port } = new URL(registry.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`POST /v2/team/app/blobs/uploads/ HTTP/1.1\r\nHost: a\r\n${rest}`)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe('when it closes', () => {
  const bytes = 'a blob that arrives in two parts'
  const upload = async (registry: TestRegistry): ReturnType<typeof openRequest> => {
    const location = `${await beginUpload(registry, 'team/app')}&digest=${digestOf(bytes)}`
    const open = await openRequest(registry, 'PUT', location, { 'Content-Length': String(bytes.length) })
    await open.send(bytes.slice(0, 10))
    return open
  }

  it('lets running requests end within http.draintimeout, and takes no new connections', async () => {
    const registry = await startTestRegistry({ http: { draintimeout: '60s' } })
    const open = await upload(registry)
    const answer = open.answer()
    const closed = registry[Symbol.asyncDispose]()
    await expect(registry.fetch('/v2/', { headers: { connection: 'close' } })).rejects.toThrow('fetch failed')
    await open.send(bytes.slice(10))
    expect(await answer).toMatch(/^HTTP\/1\.1 201 /)
    await closed
  })

  it('waits for none without a draintimeout', async () => {
    const registry = await startTestRegistry()
    const open = await upload(registry)
    const answer = open.answer().catch(() => '')
    await registry[Symbol.asyncDispose]()
    expect(await answer).not.toMatch(/201/)
  })

  it('does not wait for connections on which nothing happens', async () => {
    const registry = await startTestRegistry({ http: { draintimeout: '60s' } })
    await pushBlob(registry, 'team/app', bytes)
    await registry[Symbol.asyncDispose]()
    await registry[Symbol.asyncDispose]()
    await expect(registry.fetch('/v2/')).rejects.toThrow('fetch failed')
  })
})
