import { describe, expect, it } from 'vitest'
import { loadText, problemsOf, temporaryFile } from '../testing/load-text.ts'

const memory = 'storage: inmemory\n'

describe('a variable that ends in _FILE', () => {
  it('gives the content of the file, trimmed and not read as YAML where the key takes text', async () => {
    const file = await temporaryFile('secret', '  0123 # {not: yaml}\n')
    const { configuration } = await loadText('storage: {scs: }\n', {
      REGISTRY_HTTP_SECRET_FILE: file,
      REGISTRY_STORAGE_SCS_SECRETKEY_FILE: file,
    })
    expect(configuration.http.secret).toBe('0123 # {not: yaml}')
    expect(configuration.storage.driver.parameters).toEqual({ secretkey: '0123 # {not: yaml}' })
  })

  it('gives other values and whole sections too', async () => {
    const { configuration } = await loadText(memory, {
      REGISTRY_CATALOG_MAXENTRIES_FILE: await temporaryFile('number', '5\n'),
      REGISTRY_HTTP_FILE: await temporaryFile('section', 'addr: :7\nsecret: abc\n'),
    })
    expect(configuration.catalog.maxentries).toBe(5)
    expect(configuration.http).toMatchObject({ addr: ':7', secret: 'abc' })
  })

  it('is a key of its own where there is one of that name', async () => {
    const { configuration } = await loadText('storage: {gcs: }\nlog: {fields: {a: b}}\n', {
      REGISTRY_STORAGE_GCS_KEYFILE: '/keys/a.json',
      REGISTRY_STORAGE_GCS_FILE: '/keys/b.json',
      REGISTRY_LOG_FIELDS_FILE: '/c',
    })
    expect(configuration.storage.driver.parameters).toEqual({ keyfile: '/keys/a.json', file: '/keys/b.json' })
    expect(configuration.log.fields).toEqual({ a: 'b', file: '/c' })
  })

  it('must name a file that can be read', async () => {
    const [problem] = await problemsOf(loadText(memory, { REGISTRY_HTTP_SECRET_FILE: '/nowhere/secret' }))
    expect(problem).toContain('REGISTRY_HTTP_SECRET_FILE: the file cannot be read: ENOENT')
  })

  it('must not compete with the variable itself', async () => {
    const environment = { REGISTRY_HTTP_SECRET: 'a', REGISTRY_HTTP_SECRET_FILE: await temporaryFile('secret', 'b') }
    expect(await problemsOf(loadText(memory, environment))).toEqual([
      'REGISTRY_HTTP_SECRET and REGISTRY_HTTP_SECRET_FILE are both set; expected one of them',
    ])
  })
})

describe('variables that Kubernetes sets for a Service', () => {
  it.each([
    ['REGISTRY_PORT', 'tcp://10.0.0.1:5000'],
    ['REGISTRY_REDIS_PORT', 'tcp://10.0.0.1:6379'],
    ['REGISTRY_REDIS_SERVICE_HOST', '10.0.0.1'],
    ['REGISTRY_REDIS_SERVICE_PORT_REDIS', '6379'],
    ['REGISTRY_STORAGE_PORT_9000_TCP_ADDR', '10.0.0.1'],
    ['REGISTRY_STORAGE_PORT_9000_TCP', 'tcp://10.0.0.1:9000'],
  ])('%s has no effect', async (name, value) => {
    const { warnings } = await loadText(memory, { [name]: value })
    expect(warnings).toEqual([`${name} has no effect: it looks like what Kubernetes sets for a Service`])
  })

  it('are not confused with a parameter of that name', async () => {
    const { configuration, warnings } = await loadText('storage: {ftp: }\n', { REGISTRY_STORAGE_FTP_PORT: '21' })
    expect(warnings).toEqual([])
    expect(configuration.storage.driver.parameters).toEqual({ port: 21 })
  })
})
