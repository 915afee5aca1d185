import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import { ask, exchangeRaw, requestBytes } from './support/raw-exchange.ts'
import { blobText, name, type Row, testRows, useVictim } from './support/use-victim.ts'

const victim = useVictim()
const digest = digestOf(blobText)
const get = (target: string, outcome: Row[2]): Row => [target, { target }, outcome]

describe('a path in another spelling leads to nothing else', () => {
  const unknown = '404 UNSUPPORTED'
  testRows(victim, [
    get('/v2', '301'),
    get('/v2?_state=x', '301'),
    ...['//v2/', '/v2//', '/V2/', '/v2;x/', '/v2\\', '/%76%32/', '/v2%2f', '/.//v2/', '/v2/_catalog/'].map((path) =>
      get(path, unknown),
    ),
    ...['//evil.example', '//evil.example/v2', '//evil.example/%2f..', '/v2//evil.example/', '/%zz', '/%'].map((path) =>
      get(path, unknown),
    ),
    get(`/v2/${name}/tags/list/`, unknown),
    get(`/v2/${name}/tags//list`, unknown),
    get(`/v2/${name}//tags/list`, '400 NAME_INVALID'),
    get(`/v2//${name}/tags/list`, '400 NAME_INVALID'),
    get(`/v2/./${name}/tags/list`, '400 NAME_INVALID'),
    get(`/v2/${name}/manifests/latest/`, unknown),
    get(`/v2/${name}/manifests//latest`, ['400 NAME_INVALID', unknown]),
    get(`/v2/${name}/manifests/`, ['404 MANIFEST_UNKNOWN', unknown]),
    get(`/v2/${name}/blobs/${digest}/`, unknown),
    get(`/v2/${name}/blobs/${digest}#part`, '400 DIGEST_INVALID'),
    get(`/v2/${name}/blobs/uploads`, '405 UNSUPPORTED'),
    get(`/v2/${name}/referrers/`, '400 DIGEST_INVALID'),
  ])
})

describe('a path that climbs, in any encoding, leaves neither the repository nor the store', () => {
  const climbs = [
    '..',
    '%2e%2e',
    '.%2e',
    '%2E.',
    '%252e%252e',
    '..%2f',
    '..%5c',
    '..\\',
    '%c0%ae%c0%ae',
    '%uff0e%uff0e',
    '%e0%80%ae',
    '..;',
    '..%00',
    '....//',
    '%2e%2e%2f%2e%2e',
    '%ef%bc%8e%ef%bc%8e',
  ]
  const refusals = ['400 NAME_INVALID', '404 UNSUPPORTED', '404 MANIFEST_UNKNOWN', '400 DIGEST_INVALID']
  testRows(victim, [
    ...climbs.map((climb) => get(`/v2/${climb}/${climb}/${climb}/private.txt`, refusals)),
    ...climbs.map((climb) => get(`/v2/victim/${climb}/app/manifests/latest`, refusals)),
    ...climbs.map((climb) => get(`/v2/${name}/manifests/${climb}/${climb}/private.txt`, refusals)),
    ...climbs.map((climb) => get(`/v2/${name}/blobs/sha256:${climb}${climb}`, refusals)),
    ...climbs.map((climb): Row => {
      const target = `/v2/${climb}/escape/manifests/latest`
      return [`PUT ${target}`, { method: 'PUT', target, body: '{}' }, ['400 NAME_INVALID', '404 UNSUPPORTED']]
    }),
    ...climbs.map((climb): Row => {
      const target = `/v2/${name}/blobs/uploads/${climb}${climb}?_state=x`
      const outcomes = [
        '404 BLOB_UPLOAD_UNKNOWN',
        '400 NAME_INVALID',
        '404 UNSUPPORTED',
        '405 UNSUPPORTED',
        '404 BLOB_UNKNOWN',
      ]
      return [`PATCH ${target}`, { method: 'PATCH', target, body: 'x' }, outcomes]
    }),
    ...climbs.map((climb): Row => {
      const target = `/v2/${name}/blobs/uploads/?mount=${digest}&from=${climb}/${climb}`
      return [`POST ${target}`, { method: 'POST', target }, '400 NAME_INVALID']
    }),
    ...climbs.map((climb) => get(`/v2/_catalog?last=${climb}/${climb}/etc`, '200')),
    ...climbs.map((climb) => get(`/v2/${name}/tags/list?last=${climb}/${climb}/etc`, '200')),
  ])
})

describe('a target in another form', () => {
  testRows(victim, [
    get('http://elsewhere.example/v2/', '200'),
    get(`HTTP://elsewhere.example/v2/${name}/tags/list`, '200'),
    get(`http://user:password@elsewhere.example:80/v2/${name}/manifests/latest`, '200'),
    get('http://elsewhere.example', '200'),
    get('http://elsewhere.example?x', '200'),
    get('http://elsewhere.example/v2', '301'),
    get('ftp://elsewhere.example/v2/', '404 UNSUPPORTED'),
    get('file:///etc/passwd', ['400', '404 UNSUPPORTED']),
    get('*', '404 UNSUPPORTED'),
    get('v2/', '400'),
    get('', '400'),
    get('/v2/\u0001', '400'),
    get('/v2/\u00ff', '400'),
    get('/v2/ x', '400'),
  ])

  it('with a password is not logged with it', () => {
    expect(victim().output()).not.toContain('user:password')
  })

  it('is followed by no proxy: CONNECT ends the connection', async () => {
    for (const target of ['elsewhere.example:443', '/v2/']) {
      expect(await exchangeRaw(victim(), requestBytes({ method: 'CONNECT', target }))).toEqual([])
    }
  })
})

describe('a method that an end point does not have is refused', () => {
  const methods = ['OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY', 'LOCK', 'M-SEARCH', 'SEARCH', 'REPORT']
  const paths = [
    '/v2/',
    '/v2/_catalog',
    `/v2/${name}/tags/list`,
    `/v2/${name}/manifests/latest`,
    `/v2/${name}/blobs/${digest}`,
  ]
  testRows(victim, [
    ...methods.flatMap((method) =>
      paths.map((target): Row => [`${method} ${target}`, { method, target }, '405 UNSUPPORTED']),
    ),
    ...['GTE', 'get', 'GET\u0000', 'G\u00cbT', '\u0000'].map((method): Row => [
      JSON.stringify(method),
      { method },
      '400',
    ]),
    ['OPTIONS *', { method: 'OPTIONS', target: '*' }, '404 UNSUPPORTED'],
    ['a method by a header', { headers: ['X-HTTP-Method-Override: DELETE', 'X-Method-Override: DELETE'] }, '200'],
  ])

  it('and TRACE echoes nothing', async () => {
    const answer = await ask(victim(), { method: 'TRACE', headers: ['Cookie: sent=once'] })
    expect(JSON.stringify(answer)).not.toContain('sent=once')
  })
})

describe('a query', () => {
  const list = `/v2/${name}/tags/list`
  const badNumber = '400 PAGINATION_NUMBER_INVALID'
  const many = (text: string, count: number): string =>
    Array.from({ length: count }, (_, index) => `${text}${index}`).join('&')
  testRows(victim, [
    ...[
      '-1',
      '1e9',
      '1000000000',
      '99999999999999999999',
      '0x1',
      '1.0',
      'NaN',
      '%00',
      '1%00',
      "1'--",
      '9'.repeat(30_000),
    ].flatMap((n): Row[] => [get(`${list}?n=${n}`, badNumber), get(`/v2/_catalog?n=${n}`, badNumber)]),
    get(`${list}?n=999999999`, '200'),
    get(`/v2/_catalog?n=999999999`, '200'),
    get(`${list}?n=1&n=-1&n=${'9'.repeat(99)}`, '200'),
    get(`${list}?n[]=1&n[$gt]=&__proto__[n]=-1&constructor.prototype.n=-1`, '200'),
    get(`${list}?last=${'a'.repeat(60_000)}`, '200'),
    get(`${list}?last=%00&last=${'%f0%9f%92%a9'.repeat(1000)}`, '200'),
    get(`/v2/_catalog?last=${'a/'.repeat(30_000)}`, '200'),
    get(`${list}?${many('a=', 6000)}`, '200'),
    get(`${list}?${'&'.repeat(60_000)}`, '200'),
    get(`${list}?${'%'.repeat(60_000)}`, '200'),
    get(`/v2/?${'a'.repeat(100_000)}`, '431'),
    get(`/v2/${name}/referrers/${digest}?artifactType=${'a'.repeat(60_000)}`, '200'),
    get(`/v2/${name}/referrers/${digest}?last=../..`, '400 DIGEST_INVALID'),
    [
      '10,000 tags at once',
      { method: 'PUT', target: `/v2/${name}/manifests/${digest}?${many('tag=a', 10_000)}`, body: '{}' },
      '431',
    ],
    [
      '5,000 tags at once',
      { method: 'PUT', target: `/v2/${name}/manifests/${digest}?${many('tag=a', 5000)}`, body: '{}' },
      '414 TAG_INVALID',
    ],
  ])
})
