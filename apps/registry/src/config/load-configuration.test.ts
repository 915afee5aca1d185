import { dirname, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfiguration } from './load-configuration.ts'
import { loadText, problemsOf, temporaryFile } from './testing/load-text.ts'

const memory = 'storage: inmemory\n'

describe('without a file', () => {
  it('is ready to use: a folder, port 5000, deletion, a cache, and sparse indexes', async () => {
    const { configuration, source, baseDirectory, warnings } = await loadConfiguration({ environment: {} })
    expect(source).toBe('the built-in default')
    expect(baseDirectory).toBe(process.cwd())
    expect(warnings).toEqual([])
    expect(configuration.storage.driver).toEqual({ name: 'filesystem', parameters: { rootdirectory: resolve('data') } })
    expect(configuration.storage.delete.enabled).toBe(true)
    expect(configuration.storage.cache.blobdescriptor).toBe('inmemory')
    expect(configuration.health.storagedriver.enabled).toBe(true)
    expect(configuration.http.addr).toBe(':5000')
    expect(configuration.validation.manifests.indexes.platforms).toBe('none')
  })

  it('takes a driver that the environment names, and keeps the rest', async () => {
    const environment = { REGISTRY_STORAGE: 'cos', REGISTRY_STORAGE_COS_REGION: 'ap-guangzhou' }
    const { storage } = (await loadConfiguration({ environment })).configuration
    expect(storage.driver).toEqual({ name: 'cos', parameters: { region: 'ap-guangzhou' } })
    expect(storage.delete.enabled).toBe(true)
    expect(storage.cache.blobdescriptor).toBe('inmemory')
  })

  it('takes a driver by its parameters alone', async () => {
    const environment = { REGISTRY_STORAGE_SCS_ACCESSKEY: '0123', REGISTRY_STORAGE_SCS_BUCKET: 'images' }
    const { storage } = (await loadConfiguration({ environment })).configuration
    expect(storage.driver).toEqual({ name: 'scs', parameters: { accesskey: '0123', bucket: 'images' } })
  })

  it('keeps the folder driver where only its root is given', async () => {
    const environment = { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/srv/images' }
    const { storage } = (await loadConfiguration({ environment })).configuration
    expect(storage.driver).toEqual({ name: 'filesystem', parameters: { rootdirectory: '/srv/images' } })
  })

  it('gives every key of the ready-made configuration to the environment', async () => {
    const environment = { REGISTRY_STORAGE_DELETE_ENABLED: 'false', REGISTRY_HTTP_ADDR: '127.0.0.1:0' }
    const { configuration } = await loadConfiguration({ environment })
    expect(configuration.storage.delete.enabled).toBe(false)
    expect(configuration.http.addr).toBe('127.0.0.1:0')
  })

  it('refuses two drivers', async () => {
    const environment = { REGISTRY_STORAGE_SCS_BUCKET: 'a', REGISTRY_STORAGE_COS_BUCKET: 'b' }
    expect(await problemsOf(loadConfiguration({ environment }))).toEqual([
      'storage names 2 storage drivers, cos and scs; expected one (set by REGISTRY_STORAGE_COS_BUCKET, REGISTRY_STORAGE_SCS_BUCKET)',
    ])
  })
})

describe('a file', () => {
  it("has the Go registry's defaults", async () => {
    const { configuration, warnings } = await loadText('storage: {filesystem: }\n')
    expect(warnings).toEqual([])
    expect(configuration).toEqual({
      log: { level: 'info', formatter: 'text', fields: {}, accesslog: { disabled: false } },
      storage: {
        driver: { name: 'filesystem', parameters: {} },
        delete: { enabled: false },
        redirect: { disable: false },
        cache: { blobdescriptor: undefined, blobdescriptorsize: 10_000, lifetime: 1000 },
        maintenance: {
          uploadpurging: { enabled: true, age: 604_800_000, interval: 86_400_000, dryrun: false },
          readonly: { enabled: false },
        },
        tag: { concurrencylimit: 0 },
      },
      health: { storagedriver: { enabled: false, interval: 10_000, threshold: 0 } },
      http: {
        addr: ':5000',
        net: 'tcp',
        prefix: '',
        host: '',
        secret: undefined,
        relativeurls: false,
        draintimeout: 0,
        headers: {},
        tls: undefined,
        http2: { disabled: false },
        debug: { addr: '', prometheus: { enabled: false, path: '/metrics' } },
      },
      catalog: { maxentries: 1000, writetimeout: 1000, backend: undefined },
      tags: { maxtags: 1000 },
      validation: {
        disabled: false,
        manifests: { urls: { allow: [], deny: [] }, indexes: { platforms: 'all', platformlist: [] } },
      },
    })
  })

  it('comes from REGISTRY_CONFIGURATION_PATH where no argument names it', async () => {
    const file = await temporaryFile('named.yml', `version: 0.1\n${memory}`)
    const loaded = await loadConfiguration({ environment: { REGISTRY_CONFIGURATION_PATH: file } })
    expect(loaded.source).toBe(file)
    expect(loaded.baseDirectory).toBe(dirname(file))
    expect(loaded.warnings).toEqual([])
  })

  it('is preferred as an argument', async () => {
    const file = await temporaryFile('argument.yml', `version: 0.1\n${memory}`)
    const loaded = await loadConfiguration({ file, environment: { REGISTRY_CONFIGURATION_PATH: '/nowhere.yml' } })
    expect(loaded.source).toBe(file)
  })

  it.each([
    ['storage: inmemory', 'inmemory', {}],
    ['storage: {inmemory: }', 'inmemory', {}],
    ['storage: {"@me/driver-tape": {reel: 7}}', '@me/driver-tape', { reel: 7 }],
    ['storage: {./driver.js: {a: {b: [1]}}}', './driver.js', { a: { b: [1] } }],
    [
      'storage: {oss: {accesskeyid: 0123, secure: yes, chunksize: 10485760, endpoint: }}',
      'oss',
      { accesskeyid: '0123', secure: true, chunksize: 10_485_760 },
    ],
  ])('%s names the driver %s', async (text, name, parameters) => {
    expect((await loadText(text)).configuration.storage.driver).toEqual({ name, parameters })
  })

  it('may use the older names of keys, over which the newer ones win', async () => {
    const older = (await loadText('loglevel: debug\nstorage: {inmemory: , cache: {layerinfo: inmemory}}')).configuration
    expect(older.log.level).toBe('debug')
    expect(older.storage.cache.blobdescriptor).toBe('inmemory')
    const both = (await loadText(`loglevel: debug\nlog: {level: ERROR}\n${memory}`)).configuration
    expect(both.log.level).toBe('error')
  })

  it('may leave out keys of uploadpurging', async () => {
    const { configuration } = await loadText('storage: {inmemory: , maintenance: {uploadpurging: {age: 1h}}}')
    expect(configuration.storage.maintenance.uploadpurging).toEqual({
      enabled: true,
      age: 3_600_000,
      interval: 86_400_000,
      dryrun: false,
    })
  })

  it('keeps text as it is written, whatever YAML makes of it', async () => {
    const { configuration } = await loadText(
      `${memory}http: {secret: 0123, host: https://a.example}\nlog: {fields: {on: off}}`,
    )
    expect(configuration.http.secret).toBe('0123')
    expect(configuration.log.fields).toEqual({ on: false })
  })

  it('warns of what has no effect', async () => {
    const { warnings } = await loadText(
      `storage: {inmemory: , cache: {blobdescriptorsize: 5}}\nhttp: {relativeurls: true, host: https://a.example, tls: {minimumtls: tls1.3}}\nlog: {reportcaller: true}`,
    )
    expect(warnings).toEqual([
      'log.reportcaller has no effect',
      'http.relativeurls has no effect: http.host is set',
      'http.tls has no effect: http.tls.certificate is not set',
      'storage.cache.blobdescriptorsize has no effect: storage.cache.blobdescriptor is not set',
    ])
  })
})

describe('a file that cannot be used', () => {
  it.each([
    ['storage: inmemory', 'version: expected "version: 0.1" at the head of the file, not nothing'],
    ['version: 0.2\nstorage: inmemory', 'version: expected 0.1, not "0.2"'],
    ['version: 0.1', 'storage names no storage driver; expected one, such as filesystem'],
    ['version: 0.1\nstorage: {oss: , s3: }', 'storage names 2 storage drivers, oss and s3; expected one'],
  ])('%j', async (text, problem) => {
    const file = await temporaryFile('config.yml', text)
    expect(await problemsOf(loadConfiguration({ file, environment: {} }))).toEqual([problem])
  })

  it.each(['', '- a', 'text', '# a comment'])('%j holds no keys', async (text) => {
    const file = await temporaryFile('config.yml', text)
    const [problem] = await problemsOf(loadConfiguration({ file, environment: {} }))
    expect(problem).toBe(`${file} holds no keys; expected YAML that begins with "version: 0.1"`)
  })

  it('is missing, a folder, no YAML, or too large', async () => {
    const missing = '/nowhere/config.yml'
    expect(await problemsOf(loadConfiguration({ file: missing, environment: {} }))).toEqual([
      `there is no configuration file ${missing}`,
    ])
    const broken = await temporaryFile('broken.yml', 'a: [')
    expect((await problemsOf(loadConfiguration({ file: broken, environment: {} })))[0]).toContain('at line 1')
    const folder = dirname(broken)
    expect(await problemsOf(loadConfiguration({ file: folder, environment: {} }))).toEqual([
      `${folder} is a folder; expected a configuration file`,
    ])
    const large = await temporaryFile('large.yml', `version: 0.1\n${'#'.repeat(1024 * 1024)}`)
    expect((await problemsOf(loadConfiguration({ file: large, environment: {} })))[0]).toContain('larger than 1 MiB')
  })

  it("must not reach JavaScript's objects", async () => {
    const problems = await problemsOf(loadText('storage: {inmemory: {__proto__: {a: 1}, constructor: 2}}'))
    expect(problems).toEqual([
      'storage.inmemory.__proto__ is no name for a key',
      'storage.inmemory.constructor is no name for a key',
    ])
    expect({}).not.toHaveProperty('a')
  })
})
