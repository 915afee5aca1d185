import { describe, expect, it } from 'vitest'
import { loadOver, loadText, problemsOf } from '../testing/load-text.ts'

const memory = 'storage: inmemory\n'

describe('a variable names its key', () => {
  it('by the words of the key in upper case', async () => {
    const configuration = await loadOver(memory, {
      REGISTRY_HTTP_ADDR: 'localhost:8080',
      REGISTRY_LOG_ACCESSLOG_DISABLED: 'true',
      REGISTRY_VALIDATION_MANIFESTS_INDEXES_PLATFORMS: 'none',
    })
    expect(configuration.http.addr).toBe('localhost:8080')
    expect(configuration.log.accesslog.disabled).toBe(true)
    expect(configuration.validation.manifests.indexes.platforms).toBe('none')
  })

  it.each([
    ['REGISTRY_HEALTH_FILECHECKERS', 'health.file'],
    ['REGISTRY_HEALTH_FILE', 'health.file'],
    ['REGISTRY_HEALTH_HTTPCHECKERS_0_URI', 'health.http'],
    ['REGISTRY_HEALTH_TCPCHECKERS_0_ADDR', 'health.tcp'],
    ['REGISTRY_HEALTH_TCP_0_ADDR', 'health.tcp'],
  ])("by the Go registry's field or by the YAML key: %s is %s", async (name, key) => {
    expect(await problemsOf(loadText(memory, { [name]: '[x]' }))).toEqual([
      `${key} is not supported yet (set by ${name})`,
    ])
  })

  it('in a map by an existing key in any case, else by a new one in lower case', async () => {
    const text = `${memory}http: {headers: {X-Frame-Options: [DENY]}}\nlog: {fields: {Service: a}}\n`
    const configuration = await loadOver(text, {
      'REGISTRY_HTTP_HEADERS_X-FRAME-OPTIONS': '[SAMEORIGIN]',
      'REGISTRY_HTTP_HEADERS_X-Foo': '[bar, baz]',
      REGISTRY_LOG_FIELDS_SERVICE: 'b',
      REGISTRY_LOG_FIELDS_ZONE: 'c',
    })
    expect(configuration.http.headers).toEqual({ 'X-Frame-Options': ['SAMEORIGIN'], 'x-foo': ['bar', 'baz'] })
    expect(configuration.log.fields).toEqual({ Service: 'b', zone: 'c' })
  })

  it('below a section that is not in the file', async () => {
    const configuration = await loadOver(memory, { REGISTRY_STORAGE_MAINTENANCE_UPLOADPURGING_AGE: '1h' })
    expect(configuration.storage.maintenance.uploadpurging.age).toBe(3_600_000)
  })
})

describe('a variable without a key is a warning, never an error', () => {
  it.each([
    ['REGISTRY_HTTP_ADR', 'there is no key http.adr; did you mean REGISTRY_HTTP_ADDR?'],
    ['REGISTRY_FROBNICATE', 'there is no key frobnicate'],
    ['REGISTRY_HTTP_ADDR_X', 'http.addr has no keys of its own'],
    ['REGISTRY_', 'there is no key '],
    ['REGISTRY_LOG_FIELDS_', 'a part of its name is empty'],
    ['REGISTRY_HTTP_TLS_FOO', 'there is no key http.tls.foo'],
  ])('%s', async (name, reason) => {
    const { configuration, warnings } = await loadText(memory, { [name]: 'x' })
    expect(warnings).toEqual([`${name} has no effect: ${reason}`])
    expect(configuration.http.tls).toBeUndefined()
  })

  it('is dropped without a word where its name does not begin with REGISTRY_', async () => {
    expect((await loadText(memory, { REGISTRY: 'x', HTTP_ADDR: 'y', registry_http_addr: 'z' })).warnings).toEqual([])
  })
})

describe('nested keys of maintenance work, which in the Go registry they do not', () => {
  it.each(['', 'storage: {inmemory: , maintenance: {readonly: {enabled: false}}}\n'])('over %j', async (text) => {
    const environment = { REGISTRY_STORAGE_MAINTENANCE_READONLY_ENABLED: 'true' }
    const configuration = await loadOver(text === '' ? memory : text, environment)
    expect(configuration.storage.maintenance.readonly.enabled).toBe(true)
  })

  it('as whole sections too', async () => {
    for (const environment of [
      { REGISTRY_STORAGE_MAINTENANCE: '{readonly: {enabled: true}}' },
      { REGISTRY_STORAGE_MAINTENANCE_READONLY: '{enabled: true}' },
      { REGISTRY_STORAGE_MAINTENANCE_READONLY: 'enabled: true' },
    ]) {
      expect((await loadOver(memory, environment)).storage.maintenance.readonly.enabled).toBe(true)
    }
  })
})

describe('a variable for a section replaces it whole', () => {
  const text = `storage:
  filesystem: {rootdirectory: /a, maxthreads: 50}
  delete: {enabled: true}
  cache: {blobdescriptor: inmemory}
`

  it('the storage section, with delete and cache', async () => {
    const { storage } = await loadOver(text, { REGISTRY_STORAGE: 'oss' })
    expect(storage.driver).toEqual({ name: 'oss', parameters: {} })
    expect(storage.delete.enabled).toBe(false)
    expect(storage.cache.blobdescriptor).toBeUndefined()
  })

  it('before its own keys are set, whatever the order of the environment', async () => {
    const { storage } = await loadOver(text, {
      REGISTRY_STORAGE_OSS_BUCKET: 'b',
      REGISTRY_STORAGE_DELETE_ENABLED: 'true',
      REGISTRY_STORAGE: 'oss',
    })
    expect(storage.driver).toEqual({ name: 'oss', parameters: { bucket: 'b' } })
    expect(storage.delete.enabled).toBe(true)
  })

  it("a driver's parameters", async () => {
    const { storage } = await loadOver(text, { REGISTRY_STORAGE_FILESYSTEM: '{rootdirectory: /b}' })
    expect(storage.driver.parameters).toEqual({ rootdirectory: '/b' })
    expect(storage.delete.enabled).toBe(true)
  })

  it('and a second driver beside the one of the file is refused', async () => {
    expect(await problemsOf(loadText(text, { REGISTRY_STORAGE_S3_BUCKET: 'b' }))).toEqual([
      'storage names 2 storage drivers, filesystem and s3; expected one (set by REGISTRY_STORAGE_S3_BUCKET)',
    ])
  })
})

describe('a list', () => {
  const text = `${memory}validation: {manifests: {urls: {allow: [a, b]}}}\n`
  const allow = 'REGISTRY_VALIDATION_MANIFESTS_URLS_ALLOW'

  it.each([
    [{ [`${allow}_0`]: 'x' }, ['x', 'b']],
    [{ [`${allow}_2`]: 'c' }, ['a', 'b', 'c']],
    [{ [`${allow}_2`]: 'c', [`${allow}_3`]: 'd' }, ['a', 'b', 'c', 'd']],
    [{ [allow]: '[z]' }, ['z']],
    [{ [allow]: '[z]', [`${allow}_1`]: '0123' }, ['z', '0123']],
  ])('%j makes %j', async (environment, expected) => {
    expect((await loadOver(text, environment)).validation.manifests.urls.allow).toEqual(expected)
  })

  it('takes items that are sections, by key or whole', async () => {
    const name = 'REGISTRY_VALIDATION_MANIFESTS_INDEXES_PLATFORMLIST'
    const { validation } = await loadOver(memory, {
      REGISTRY_VALIDATION_MANIFESTS_INDEXES_PLATFORMS: 'list',
      [`${name}_0_ARCHITECTURE`]: 'amd64',
      [`${name}_0_OS`]: 'linux',
      [`${name}_1`]: '{architecture: arm64, os: linux}',
    })
    expect(validation.manifests.indexes.platformlist).toEqual([
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'arm64', os: 'linux' },
    ])
  })

  it.each(['4', 'X', '-1'])('has no position %s', async (position) => {
    expect(await problemsOf(loadText(text, { [`${allow}_${position}`]: 'x' }))).toEqual([
      `${allow}_${position}: validation.manifests.urls.allow has 2 items; expected a position from 0 to 2 in place of ${position}`,
    ])
  })

  it('is made of the values of a header', async () => {
    const { http } = await loadOver(memory, {
      'REGISTRY_HTTP_HEADERS_X-A_0': 'one',
      'REGISTRY_HTTP_HEADERS_X-A_1': 'two',
    })
    expect(http.headers).toEqual({ 'x-a': ['one', 'two'] })
    const single = await loadOver(memory, { 'REGISTRY_HTTP_HEADERS_X-A': 'one' })
    expect(single.http.headers).toEqual({ 'x-a': ['one'] })
  })
})

describe('the value of a variable', () => {
  it.each([
    ['0123', '0123'],
    ['"0123"', '0123'],
    ['yes', 'yes'],
    ['1e3', '1e3'],
    ['*abc', '*abc'],
    ['@&%!', '@&%!'],
    ['{[', '{['],
    ['key: word', 'key: word'],
    ['{a: b}', '{a: b}'],
    ['abc # comment', 'abc'],
    ['', undefined],
  ])('%j is the text %j', async (value, expected) => {
    expect((await loadOver(memory, { REGISTRY_HTTP_SECRET: value })).http.secret).toBe(expected)
  })

  it.each([
    ['true', true],
    ['yes', true],
    ['on', true],
    ['no', false],
    ['', false],
  ])('%j is %j for a switch', async (value, expected) => {
    expect((await loadOver(memory, { REGISTRY_STORAGE_DELETE_ENABLED: value })).storage.delete.enabled).toBe(expected)
  })

  it('is a number, an octal one with a leading zero, where a number is expected', async () => {
    expect((await loadOver(memory, { REGISTRY_CATALOG_MAXENTRIES: '010' })).catalog.maxentries).toBe(8)
  })

  it('keeps leading zeros in the parameters of a driver', async () => {
    const { storage } = await loadOver('storage: {scs: {secure: false}}\n', {
      REGISTRY_STORAGE_SCS_ACCESSKEY: '0123',
      REGISTRY_STORAGE_SCS_SECURE: 'true',
      REGISTRY_STORAGE_SCS_CHUNKSIZE: '10485760',
      REGISTRY_STORAGE_SCS_REGION: '',
    })
    expect(storage.driver.parameters).toEqual({ accesskey: '0123', secure: true, chunksize: 10_485_760 })
  })
})
