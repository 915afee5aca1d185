import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfiguration } from '../load-configuration.ts'
import { loadFlavours } from '../testing/load-flavours.ts'
import { loadText, problemsOf, temporaryFile } from '../testing/load-text.ts'

const flavours = `
common: &common
  loglevel: warn
dev: &dev
  <<: *common
  storage: local
  storage_path: /dev
prod:
  <<: [*dev]
  storage_path: /prod
`

describe('a file of flavours', () => {
  it.each([
    [{}, '/dev'],
    [{ SETTINGS_FLAVOR: '' }, '/dev'],
    [{ SETTINGS_FLAVOR: 'dev' }, '/dev'],
    [{ SETTINGS_FLAVOR: 'prod' }, '/prod'],
  ])(
    'stores as the flavour says that %j chooses, merged with those that it inherits from',
    async (variables, folder) => {
      const { configuration } = await loadFlavours(flavours, variables)
      expect(configuration.storage.driver).toEqual({ name: 'filesystem', parameters: { rootdirectory: folder } })
      expect(configuration.log.level).toBe('warn')
    },
  )

  it('is named with its flavour, and drivers are looked up beside it', async () => {
    const file = await temporaryFile('config.yml', flavours)
    const { source, baseDirectory } = await loadConfiguration({ file, environment: {} })
    expect(source).toBe(`the v1 flavour dev of ${file}`)
    expect(baseDirectory).toBe(dirname(file))
  })

  it.each(['REGISTRY_CONFIGURATION_PATH', 'DOCKER_REGISTRY_CONFIG'])('may be named by %s', async (variable) => {
    const file = await temporaryFile('config.yml', flavours)
    expect((await loadConfiguration({ environment: { [variable]: file } })).source).toContain(file)
  })

  it('is overridden by variables of the Go registry', async () => {
    const { configuration } = await loadFlavours(flavours, { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/elsewhere' })
    expect(configuration.storage.driver.parameters).toEqual({ rootdirectory: '/elsewhere' })
  })

  it('has what v1 had no words for as the ready-made configuration has it', async () => {
    const { storage, health } = (await loadFlavours(flavours)).configuration
    expect(storage.delete.enabled).toBe(true)
    expect(storage.cache.blobdescriptor).toBe('inmemory')
    expect(health.storagedriver.enabled).toBe(true)
  })

  it.each([
    [{ SETTINGS_FLAVOR: 'oss' }, /has no flavour oss; expected SETTINGS_FLAVOR to be one of common, dev, prod$/],
    [{ SETTINGS_FLAVOR: 'constructor' }, /has no flavour constructor; expected/],
    [{ SETTINGS_FLAVOR: '__proto__' }, /has no flavour __proto__; expected/],
  ])('must have the flavour that %j chooses', async (variables, message) => {
    const [problem] = await problemsOf(loadFlavours(flavours, variables))
    expect(problem).toMatch(message)
  })

  it('must have the flavour dev where none is chosen', async () => {
    const [problem] = await problemsOf(loadFlavours('oss: {storage: alioss}\n'))
    expect(problem).toMatch(
      /has no flavour dev, which is meant where SETTINGS_FLAVOR is not set; expected SETTINGS_FLAVOR to be one of oss$/,
    )
  })

  it('must not multiply its anchors beyond reason', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const lines = names.map((name, index) => {
      const items = `${`*${names[index - 1] ?? 'a'}, `.repeat(index === 0 ? 0 : 10)}x`
      return `${name}: &${name} [${items}]`
    })
    const [problem] = await problemsOf(loadFlavours(`${lines.join('\n')}\ndev: {storage: local, cache: *h}\n`))
    expect(problem).toContain('Excessive alias count')
  })

  it("must not reach JavaScript's objects", async () => {
    const problems = await problemsOf(loadFlavours('dev:\n  storage: local\n  __proto__: {storage_path: /a}\n'))
    expect(problems).toEqual([expect.stringMatching(/^dev\.__proto__ is no name for a key \(line 3 of /)])
    const merged = 'base: &base {__proto__: {polluted: yes}}\ndev: {<<: *base, storage: local}\n'
    expect(await problemsOf(loadFlavours(merged))).toHaveLength(1)
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('a file of version 0.1', () => {
  it('says that SETTINGS_FLAVOR has no effect on it', async () => {
    const { configuration, warnings } = await loadText('storage: inmemory\n', { SETTINGS_FLAVOR: 'oss' })
    expect(configuration.storage.driver.name).toBe('inmemory')
    expect(warnings).toEqual([expect.stringMatching(/^SETTINGS_FLAVOR has no effect: .* holds no flavours of v1$/)])
  })

  it.each(['storage: {filesystem: {rootdirectory: /a}}', 'storage: inmemory\nhttp: {addr: :5000}'])(
    'that lacks its version is not taken for one of flavours: %j',
    async (text) => {
      const file = await temporaryFile('config.yml', text)
      expect(await problemsOf(loadConfiguration({ file, environment: {} }))).toEqual([
        'version: expected "version: 0.1" at the head of the file, not nothing',
      ])
    },
  )
})

describe('without a file', () => {
  const oss = { SETTINGS_FLAVOR: 'oss', OSS_BUCKET: 'images', OSS_KEY: '0123', OSS_SECRET: '*hunter2' }

  it('the variables of v1 start a registry on OSS', async () => {
    const environment = { ...oss, STORAGE_PATH: '/docker/', SEARCH_BACKEND: '' }
    const { configuration, source, warnings } = await loadConfiguration({ environment })
    expect(source).toBe('the built-in v1 flavour oss')
    expect(configuration.storage.driver).toEqual({
      name: 'oss',
      parameters: {
        accesskeyid: '0123',
        accesskeysecret: '*hunter2',
        bucket: 'images',
        region: 'oss-cn-hangzhou',
        rootdirectory: '/docker/',
      },
    })
    expect(configuration.storage.delete.enabled).toBe(true)
    expect(warnings).toEqual([expect.stringContaining('taken to be in Hangzhou')])
  })

  it.each([
    [{}, { name: 'sqlite', parameters: { path: '/tmp/docker-registry.db' } }],
    [
      { SQLALCHEMY_INDEX_DATABASE: 'sqlite:////data/index.db' },
      { name: 'sqlite', parameters: { path: '/data/index.db' } },
    ],
    [
      { SQLALCHEMY_INDEX_DATABASE: 'mysql+pymysql://u:p%40ss@db:3307/index' },
      { name: 'mysql', parameters: { host: 'db', port: 3307, user: 'u', password: 'p@ss', database: 'index' } },
    ],
  ])('SEARCH_BACKEND=sqlalchemy with %j keeps the catalog in a SQL database', async (index, backend) => {
    const { configuration, warnings } = await loadConfiguration({
      environment: { ...oss, SEARCH_BACKEND: 'sqlalchemy', ...index },
    })
    expect(configuration.catalog.backend).toEqual(backend)
    expect(warnings).toEqual([expect.stringContaining('taken to be in Hangzhou')])
  })

  it('each variable that is needed is named', async () => {
    expect(await problemsOf(loadConfiguration({ environment: { SETTINGS_FLAVOR: 'oss' } }))).toEqual([
      'OSS_KEY is not set; the v1 flavour oss needs it',
      'OSS_SECRET is not set; the v1 flavour oss needs it',
      'OSS_BUCKET is not set; the v1 flavour oss needs it',
    ])
    expect(await problemsOf(loadConfiguration({ environment: { ...oss, OSS_BUCKET: '' } }))).toEqual([
      'oss.oss_bucket: expected the name of a bucket, not nothing (set by OSS_BUCKET)',
    ])
  })

  it.each([
    ['dev', 'filesystem', '/tmp/registry'],
    ['local', 'filesystem', '/tmp/registry'],
    ['s3', 's3', '/registry'],
    ['prod', 's3', '/prod'],
  ])('the flavour %s stores by %s in %s', async (flavour, name, rootdirectory) => {
    const environment = { SETTINGS_FLAVOR: flavour, AWS_BUCKET: 'images', AWS_REGION: 'eu-west-1' }
    const { configuration, warnings } = await loadConfiguration({ environment })
    expect(configuration.storage.driver).toMatchObject({ name, parameters: { rootdirectory } })
    expect(warnings).toEqual([])
  })

  it.each(['gcs', 'toString'])('there is no flavour %s', async (flavour) => {
    expect(await problemsOf(loadConfiguration({ environment: { SETTINGS_FLAVOR: flavour } }))).toEqual([
      `there is no flavour ${flavour} without a configuration file; expected SETTINGS_FLAVOR to be one of dev, local, oss, prod, s3`,
    ])
  })
})
