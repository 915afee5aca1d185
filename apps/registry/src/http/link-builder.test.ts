import { IncomingMessage, type IncomingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { parseConfiguration } from '../config/default-configuration.ts'
import { LinkBuilder } from './link-builder.ts'

const digest = `sha256:${'a'.repeat(64)}`

function linksFor(headers: IncomingHttpHeaders, http: Record<string, unknown> = {}, encrypted = false): LinkBuilder {
  const request = new IncomingMessage(Object.assign(new Socket(), { encrypted }))
  Object.assign(request.headers, headers)
  return new LinkBuilder(request, parseConfiguration({ storage: { memory: {} }, http }).http)
}

/** What stands in front of `/v2/`. */
function originFor(headers: IncomingHttpHeaders, http: Record<string, unknown> = {}, encrypted = false): string {
  return linksFor(headers, http, encrypted).manifest('a', 'latest').replace('/v2/a/manifests/latest', '')
}

describe('links', () => {
  const links = linksFor({ host: 'registry.example.org' })

  it('lead to manifests, blobs and uploads', () => {
    expect(links.manifest('team/app', 'v1')).toBe('http://registry.example.org/v2/team/app/manifests/v1')
    expect(links.blob('team/app', digest)).toBe(`http://registry.example.org/v2/team/app/blobs/${digest}`)
    expect(links.upload('team/app', 'an-id', 'ab-_==')).toBe(
      'http://registry.example.org/v2/team/app/blobs/uploads/an-id?_state=ab-_%3D%3D',
    )
  })

  const query = new URLSearchParams({ last: 'team/app', n: '10' })

  it.each([
    ['from the request', { host: 'registry.example.org:5000' }, {}, '/v2/'],
    ['with relative URLs', { host: 'registry.example.org' }, { relativeurls: true }, '/v2/'],
    ['with a prefix', { host: 'registry.example.org' }, { prefix: '/images/' }, '/images/v2/'],
    ['with a prefix and relative URLs', {}, { prefix: '/images/', relativeurls: true }, '/images/v2/'],
    ['without a Host', {}, {}, '/v2/'],
    ['with http.host', {}, { host: 'https://registry.example.org' }, '/v2/'],
    ['with a path in http.host', {}, { host: 'https://example.org/images/' }, '/images/v2/'],
  ])('to the next page are paths, %s', (_, headers, http, base) => {
    expect(linksFor(headers, http).nextPage('_catalog', query)).toBe(
      `<${base}_catalog?last=team%2Fapp&n=10>; rel="next"`,
    )
  })
})

describe('the origin of links', () => {
  it.each([
    ['registry.example.org', 'http://registry.example.org'],
    ['registry.example.org:5000', 'http://registry.example.org:5000'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['[::1]:5000', 'http://[::1]:5000'],
    ['under_score', 'http://under_score'],
  ])('is the Host %s', (host, origin) => {
    expect(originFor({ host })).toBe(origin)
  })

  it('is https where the connection is', () => {
    expect(originFor({ host: 'registry.example.org' }, {}, true)).toBe('https://registry.example.org')
  })

  it('is the :authority of HTTP/2', () => {
    expect(originFor({ ':authority': 'registry.example.org' }, {}, true)).toBe('https://registry.example.org')
  })

  it.each([
    [{ 'x-forwarded-proto': 'https' }, 'https://own'],
    [{ 'x-forwarded-host': 'public:8443' }, 'http://public:8443'],
    [{ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'public' }, 'https://public'],
    [{ 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'public, inner' }, 'https://public'],
    [{ forwarded: 'for=192.0.2.1;proto=https;host=public' }, 'https://public'],
    [{ forwarded: 'Proto=HTTPS; Host="public:8443"' }, 'https://public:8443'],
    [{ forwarded: 'host="[2001:db8::1]:8443";proto=https' }, 'https://[2001:db8::1]:8443'],
    [{ forwarded: 'proto=https;host=public, proto=http;host=inner' }, 'https://public'],
    [{ forwarded: 'proto=https', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'public' }, 'https://public'],
    [{ forwarded: 'for=192.0.2.1' }, 'http://own'],
  ])('is what a proxy tells with %j', (headers, origin) => {
    expect(originFor({ host: 'own', ...headers })).toBe(origin)
  })

  it('is http.host whatever the request says, and nothing with relative URLs', () => {
    const headers = { host: 'own', 'x-forwarded-host': 'public', forwarded: 'host=other;proto=https' }
    expect(originFor(headers, { host: 'https://fixed.example.org/' })).toBe('https://fixed.example.org')
    expect(originFor(headers, { relativeurls: true })).toBe('')
    expect(originFor(headers, { host: 'https://fixed.example.org', relativeurls: true })).toBe(
      'https://fixed.example.org',
    )
  })

  it.each(['javascript', 'ftp', 'https://evil', '', 'http\r\nx', 'data'])(
    'keeps its own scheme against the proxy\'s "%s"',
    (proto) => {
      expect(originFor({ host: 'own', 'x-forwarded-proto': proto })).toBe('http://own')
      expect(originFor({ host: 'own', forwarded: `proto="${proto}"` }, {}, true)).toBe('https://own')
    },
  )

  it.each([
    'a"b',
    "a'b",
    'a b',
    'a\r\nSet-Cookie: x=1',
    'a\nb',
    'evil/path',
    'evil?query',
    'evil#fragment',
    'user@evil',
    'user:password@evil',
    'a>b',
    'a:port',
    'a:123456',
    '[::1',
    '[x]',
    '',
    'ä',
    `${'a'.repeat(100_000)}"`,
  ])('is nothing, so that links are paths, for the host %j', (host) => {
    expect(originFor({ host })).toBe('')
    expect(originFor({ host: 'own', 'x-forwarded-host': host })).toBe('')
    expect(originFor({ host: 'own', forwarded: `host="${host}";proto=https` })).not.toMatch(/[\s"'<>@?#ä]/)
  })
})
