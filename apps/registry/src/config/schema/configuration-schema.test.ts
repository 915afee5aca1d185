import { describe, expect, it } from 'vitest'
import { loadText, problemsOf } from '../testing/load-text.ts'

const memory = 'storage: inmemory\n'

describe('an unknown key', () => {
  it.each([
    ['http: {adr: ":5000"}', 'http.adr is no known key; did you mean http.addr?'],
    ['addr: ":5000"', 'addr is no known key; did you mean http.addr?'],
    [
      'log: {accesslog: {disable: true}}',
      'log.accesslog.disable is no known key; did you mean log.accesslog.disabled?',
    ],
    ['frobnicate: 1', 'frobnicate is no known key'],
    [
      'validation: {manifests: {indexes: {platformlist: [{arch: x}]}}}',
      'validation.manifests.indexes.platformlist.0.arch is no known key',
    ],
  ])('%s', async (text, problem) => {
    expect(await problemsOf(loadText(memory + text))).toEqual([problem])
  })
})

describe('what the Go registry knows and this one does not yet', () => {
  it.each([
    ['auth', 'auth: {htpasswd: {realm: a, path: b}}'],
    ['auth', 'auth: htpasswd'],
    ['auth', 'auth: {token: {}}'],
    ['notifications', 'notifications: {endpoints: [{name: a, url: http://b}]}'],
    ['redis', 'redis: {addrs: [localhost:6379]}'],
    ['proxy', 'proxy: {remoteurl: https://registry-1.docker.io}'],
    ['middleware', 'middleware: {storage: [{name: cloudfront}]}'],
    ['policy', 'policy: {repository: {classes: [image]}}'],
    ['reporting', 'reporting: {bugsnag: {apikey: a}}'],
    ['health.file', 'health: {file: [{file: /a}]}'],
    ['health.http', 'health: {http: [{uri: http://a}]}'],
    ['health.tcp', 'health: {tcp: [{addr: a:1}]}'],
    ['http.debug.tls', 'http: {debug: {addr: ":5001", tls: {certificate: /c}}}'],
    ['http.http2.h2c', 'http: {http2: {h2c: {enabled: true}}}'],
    ['http.h2c', 'http: {h2c: {enabled: true}}'],
    ['http.tls.letsencrypt', 'http: {tls: {letsencrypt: {email: a@b}}}'],
    ['http.tls.clientcas', 'http: {tls: {clientcas: [/a]}}'],
    ['http.tls.clientauth', 'http: {tls: {clientauth: verify-client-cert-if-given}}'],
    ['http.tls.ciphersuites', 'http: {tls: {ciphersuites: [TLS_AES_128_GCM_SHA256]}}'],
    ['log.hooks', 'log: {hooks: [{type: mail}]}'],
  ])('%s is refused: %s', async (key, text) => {
    expect(await problemsOf(loadText(memory + text))).toEqual([`${key} is not supported yet`])
  })

  it('is refused from the environment alike', async () => {
    const environment = {
      REGISTRY_AUTH: 'htpasswd',
      REGISTRY_AUTH_HTPASSWD_PATH: '/a',
      REGISTRY_PROXY_REMOTEURL: 'https://b',
    }
    expect(await problemsOf(loadText(memory, environment))).toEqual([
      'auth is not supported yet (set by REGISTRY_AUTH, REGISTRY_AUTH_HTPASSWD_PATH)',
      'proxy is not supported yet (set by REGISTRY_PROXY_REMOTEURL)',
    ])
  })

  it('is refused in the cache: redis', async () => {
    expect(await problemsOf(loadText('storage: {inmemory: , cache: {blobdescriptor: redis}}'))).toEqual([
      'storage.cache.blobdescriptor: redis is not supported yet',
    ])
  })

  it.each([
    'auth: none',
    'auth: None',
    'auth: {}',
    'auth: {none: }',
    'auth:',
    'redis: {addrs: []}',
    'proxy: {remoteurl: ""}',
    'http: {http2: {h2c: {enabled: false}}}',
    'http: {debug: {addr: }}',
    'notifications: {endpoints: []}',
  ])('may be there as long as it asks for nothing: %s', async (text) => {
    expect((await loadText(memory + text)).warnings).toEqual([])
  })
})

describe('a wrong value is named with what was expected', () => {
  it.each([
    ['http: {draintimeout: 5q}', 'http.draintimeout: expected a duration such as 90s, 1m30s or 168h, not "5q"'],
    ['log: {level: loud}', 'log.level: expected error, warn, info, debug, not "loud"'],
    ['log: {formatter: xml}', 'log.formatter: expected text, json, logstash, not "xml"'],
    ['http: {relativeurls: 1}', 'http.relativeurls: expected true or false, not 1'],
    ['http: {secret: [a, b]}', 'http.secret: expected text, not ***'],
    [
      'http: {host: "https://me:password@a"}',
      'http.host: expected a URL such as https://registry.example.org, without user, query or fragment, not "https://***@a"',
    ],
    ['http: 5', 'http: expected a section of keys and values, not 5'],
    ['catalog: {maxentries: 0}', 'catalog.maxentries: expected a whole number of 1 or more, not 0'],
    ['catalog: {maxentries: many}', 'catalog.maxentries: expected a whole number of 1 or more, not "many"'],
    ['tags: {maxtags: 1.5}', 'tags.maxtags: expected a whole number of 1 or more, not 1.5'],
    ['validation: {manifests: {urls: {allow: abc}}}', 'validation.manifests.urls.allow: expected a list, not "abc"'],
    ['http: {headers: {"X Y": [a]}}', 'http.headers.X Y: expected a name that a header may have, not a list'],
    ['http: {headers: {X-A: ["a\\r\\nb"]}}', 'http.headers.X-A: expected values on one line, not a list'],
    ['http: {tls: {certificate: /a.pem}}', 'http.tls.key: expected the name of a PEM file, not nothing'],
    [
      'http: {tls: {certificate: /a, key: /b, minimumtls: tls1.0}}',
      'http.tls.minimumtls: expected tls1.2, tls1.3, not "tls1.0"',
    ],
  ])('%s', async (text, problem) => {
    expect(await problemsOf(loadText(memory + text))).toEqual([problem])
  })

  it('by the variable that set it, and all of them at once', async () => {
    const environment = { REGISTRY_HTTP_ADDR: 'localhost', REGISTRY_HTTP_DRAINTIMEOUT: 'soon' }
    expect(await problemsOf(loadText(`${memory}log: {level: loud}`, environment))).toEqual([
      'log.level: expected error, warn, info, debug, not "loud"',
      'http.draintimeout: expected a duration such as 90s, 1m30s or 168h, not "soon" (set by REGISTRY_HTTP_DRAINTIMEOUT)',
      'http.addr: expected host:port or :port, with a port from 0 to 65535, not "localhost" (set by REGISTRY_HTTP_ADDR)',
    ])
  })

  it('a misspelt setting of the catalog, which looks like the name of one', async () => {
    expect(await problemsOf(loadText(`${memory}catalog: {maxentrys: 5}`))).toContain(
      'catalog.maxentrys is no catalog; did you mean maxentries?',
    )
  })

  it('the number of drivers too, though something else is wrong in the section', async () => {
    expect(await problemsOf(loadText('storage: {oss: , s3: , delete: {enabled: maybe}}'))).toEqual([
      'storage.delete.enabled: expected true or false, not "maybe"',
      'storage names 2 storage drivers, oss and s3; expected one',
    ])
  })

  it.each(['(', 'a{2000}', '(?=a)', '\\1'])('a pattern that RE2 does not know: %s', async (pattern) => {
    const text = `${memory}validation: {manifests: {urls: {deny: ['${pattern}']}}}`
    expect((await problemsOf(loadText(text)))[0]).toContain(
      'validation.manifests.urls.deny.0: expected a regular expression',
    )
  })

  it('a pattern with nested quantifiers is taken: RE2 needs linear time for it', async () => {
    const { configuration } = await loadText(`${memory}validation: {manifests: {urls: {allow: ['^(a+)+$']}}}`)
    expect(configuration.validation.manifests.urls.allow).toEqual(['^(a+)+$'])
  })
})
