import { describe, expect, it } from 'vitest'
import type { Configuration } from '../configuration.ts'
import { loadFlavours } from '../testing/load-flavours.ts'
import { problemsOf } from '../testing/load-text.ts'

type Environment = Readonly<Record<string, string>>

const flavour = (settings: string): string => `dev:\n  storage: local\n  storage_path: /a\n${settings}`

async function translated(settings: string, environment: Environment = {}): Promise<Configuration> {
  return (await loadFlavours(flavour(settings), environment)).configuration
}

async function warningsOf(settings: string, environment: Environment = {}): Promise<readonly string[]> {
  return (await loadFlavours(flavour(settings), environment)).warnings
}

async function refusal(settings: string, environment: Environment = {}): Promise<string> {
  const problems = await problemsOf(loadFlavours(flavour(settings), environment))
  expect(problems).toHaveLength(1)
  return (problems[0] ?? '').replace(/of \S+\)$/, 'of FILE)')
}

describe('a setting that means something here', () => {
  it.each([
    ['critical', 'error'],
    ['ERROR', 'error'],
    ['warning', 'warn'],
    ['warn', 'warn'],
    ['info', 'info'],
    ['debug', 'debug'],
    ['_env:LOGLEVEL:debug', 'debug'],
    ['"_env:LOGLEVEL:"', 'info'],
  ])('loglevel %s is log.level %s', async (written, level) => {
    expect((await translated(`  loglevel: ${written}\n`)).log.level).toBe(level)
  })

  it.each([
    [{}, ':5000'],
    [{ REGISTRY_PORT: '8080' }, ':8080'],
    [{ REGISTRY_HOST: '127.0.0.1' }, '127.0.0.1:5000'],
    [{ REGISTRY_HOST: '::1', REGISTRY_PORT: '0' }, '[::1]:0'],
    [{ REGISTRY_PORT: '8080', REGISTRY_HTTP_ADDR: ':9' }, ':9'],
  ])('the variables %j are http.addr %s', async (environment, address) => {
    expect((await translated('', environment as Environment)).http.addr).toBe(address)
    expect(await warningsOf('', environment as Environment)).toEqual([])
  })

  it('REGISTRY_PORT may also be what Kubernetes sets for a Service', async () => {
    const environment = { REGISTRY_PORT: 'tcp://10.0.0.1:5000' }
    expect((await translated('', environment)).http.addr).toBe(':5000')
    expect(await warningsOf('', environment)).toEqual([expect.stringContaining('Kubernetes')])
  })
})

describe('a setting that means nothing here', () => {
  it('is named, together with all others of v1 that are set', async () => {
    const settings = `  debug: true
  standalone: true
  index_endpoint: https://index.example
  cache: {host: _env:CACHE_REDIS_HOST, port: 6379}
  cache_lru: {host: _env:CACHE_LRU_REDIS_HOST, port: "_env:CACHE_LRU_REDIS_PORT:"}
  bugsnag: _env:BUGSNAG
  s3_bucket: images
`
    expect(await warningsOf(settings)).toEqual([
      'without effect here, of the v1 flavour dev: debug, standalone, index_endpoint, cache, s3_bucket',
    ])
  })

  it('is no setting of v1 either, and may be misspelt', async () => {
    expect(await warningsOf('  logevel: debug\n  storage_pth: /b\n  frobnicate: 1\n')).toEqual([
      'dev.logevel has no effect: v1 has no such setting; did you mean loglevel?',
      'dev.storage_pth has no effect: v1 has no such setting; did you mean storage_path?',
      'dev.frobnicate has no effect: v1 has no such setting',
    ])
  })

  it('may be a variable of its server', async () => {
    expect(await warningsOf('', { GUNICORN_WORKERS: '4', GUNICORN_OPTS: '[]', GUN: '' })).toEqual([
      'without effect here, of the variables of v1: GUNICORN_OPTS, GUNICORN_WORKERS',
    ])
  })
})

describe('a flavour that cannot be used', () => {
  it.each([
    [
      '  loglevel: loud\n',
      'dev.loglevel: expected one of critical, error, warning, warn, info, debug (line 4 of FILE)',
    ],
    ['  loglevel: [a]\n', 'dev.loglevel: expected text, not a list (line 4 of FILE)'],
    ['  loglevel: _env:LEVEL[:info]\n', 'dev.loglevel: expected _env:NAME or _env:NAME:default (line 4 of FILE)'],
    [
      '  loglevel: _env:LEVEL\n',
      'dev.loglevel names LEVEL, which is not set and has no default; set it, if only to nothing (line 4 of FILE)',
    ],
    [
      '  standalone: false\n',
      'dev.standalone: false asks an index who may do what, which is not supported yet; set it to true, and protect the registry by a proxy (line 4 of FILE)',
    ],
    ['  standalone: perhaps\n', 'dev.standalone: expected true or false (line 4 of FILE)'],
    [
      '  search_backend: sqlalchemy\n  sqlalchemy_index_database: postgresql://u:hunter2@a/b\n',
      'dev.sqlalchemy_index_database: expected sqlite:////path/of/a/file or mysql://host:port/database (line 5 of FILE)',
    ],
    [
      '  search_backend: mysql\n',
      'dev.search_backend: needs SEARCH_BACKEND_MYSQL: expected a DSN such as user:password@tcp(host:3306)/database (line 4 of FILE)',
    ],
    [
      '  search_backend: xapian\n',
      'dev.search_backend: expected MYSQL, LOCAL or sqlalchemy, not xapian (line 4 of FILE)',
    ],
  ])('%j', async (settings, message) => {
    expect(await refusal(settings)).toBe(message)
  })

  it('says which variable set the value', async () => {
    expect(await refusal('  loglevel: _env:LEVEL\n', { LEVEL: 'loud' })).toContain('(set by LEVEL, line 4 of FILE)')
  })

  it('names the line of the flavour that a setting is inherited from', async () => {
    const text = 'common: &common\n  loglevel: loud\ndev:\n  <<: *common\n  storage: local\n'
    expect((await problemsOf(loadFlavours(text)))[0]).toContain('(line 2 of ')
  })

  it('says all that is wrong at once, with the rest of the problems', async () => {
    const text = 'dev:\n  storage: alioss\n  oss_bucket: _env:BUCKET\n  oss_accessid:\n  oss_accesskey: a\n'
    const problems = await problemsOf(loadFlavours(text, { REGISTRY_HTTP_ADDR: 'nowhere' }))
    expect(problems.map((problem) => problem.replace(/ \(line.*/, ''))).toEqual([
      'dev.oss_accessid: expected the ID of an access key, not nothing',
      'dev.oss_bucket names BUCKET, which is not set and has no default',
      expect.stringContaining('http.addr: expected host:port'),
    ])
  })

  it('may lack a storage, or have one that there is no driver for', async () => {
    const lacking = await problemsOf(
      loadFlavours('common: {loglevel: info}\ndev: {storage: local}\n', { SETTINGS_FLAVOR: 'common' }),
    )
    expect(lacking[0]).toMatch(/^common\.storage: expected a storage: alioss, file, local, oss, s3, not nothing \(/)
    const other = await problemsOf(loadFlavours('dev: {storage: swift, storage_path: /a}\n'))
    expect(other[0]).toMatch(
      /^dev\.storage: swift cannot be taken over from v1, only alioss, file, local, oss, s3; write/,
    )
  })

  it('with tokens switched off may say that it does not stand alone', async () => {
    expect((await translated('  standalone: false\n  disable_token_auth: true\n')).storage.driver.name).toBe(
      'filesystem',
    )
  })
})
