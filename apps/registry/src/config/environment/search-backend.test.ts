import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../configuration-error.ts'
import { loadConfiguration } from '../load-configuration.ts'
import { temporaryFile } from '../testing/load-text.ts'

type Environment = Readonly<Record<string, string>>

const file = (catalog = ''): Promise<string> =>
  temporaryFile('search-backend.yml', `version: 0.1\nstorage: inmemory\n${catalog}`)

async function backendOf(environment: Environment, catalog = ''): Promise<unknown> {
  return (await loadConfiguration({ file: await file(catalog), environment })).configuration.catalog.backend
}

const dsn = 'u:p@ss:/?@tcp(db:3306)/registry?loc=Local&parseTime=true'

describe('SEARCH_BACKEND', () => {
  it.each<[string, Environment, unknown]>([
    ['MYSQL', { SEARCH_BACKEND_MYSQL: dsn }, { name: 'mysql', parameters: { dsn } }],
    ['mysql', { SEARCH_BACKEND_MYSQL: dsn }, { name: 'mysql', parameters: { dsn } }],
    ['LOCAL', {}, { name: 'file', parameters: {} }],
    ['LOCAL', { SEARCH_BACKEND_LOCAL: '/names' }, { name: 'file', parameters: { path: '/names' } }],
    ['sqlalchemy', {}, { name: 'sqlite', parameters: { path: '/tmp/docker-registry.db' } }],
    ['', { SEARCH_BACKEND_MYSQL: dsn }, undefined],
  ])('=%s with %j names the catalog', async (name, more, backend) => {
    expect(await backendOf({ SEARCH_BACKEND: name, ...more })).toEqual(backend)
  })

  it('takes the place of the catalog that a file names, and leaves its settings alone', async () => {
    const written = 'catalog: {maxentries: 7, sqlite: {path: /a}}\n'
    const environment = { SEARCH_BACKEND: 'LOCAL' }
    const { configuration } = await loadConfiguration({ file: await file(written), environment })
    expect(configuration.catalog).toEqual({
      maxentries: 7,
      writetimeout: 1000,
      backend: { name: 'file', parameters: {} },
    })
  })

  it('is overridden in single keys by REGISTRY_CATALOG_ variables', async () => {
    const environment = {
      SEARCH_BACKEND: 'MYSQL',
      SEARCH_BACKEND_MYSQL: dsn,
      REGISTRY_CATALOG_MYSQL_POOL: '3',
      REGISTRY_CATALOG_MAXENTRIES: '9',
    }
    expect(await backendOf(environment)).toEqual({ name: 'mysql', parameters: { dsn, pool: 3 } })
  })

  it('may name the catalog without a file', async () => {
    const { configuration } = await loadConfiguration({ environment: { SEARCH_BACKEND: 'LOCAL' } })
    expect(configuration.catalog.backend).toEqual({ name: 'file', parameters: {} })
  })

  it.each([
    [{ SEARCH_BACKEND: 'xapian' }, 'SEARCH_BACKEND: expected MYSQL, LOCAL or sqlalchemy, not xapian'],
    [{ SEARCH_BACKEND: 'MYSQL' }, 'SEARCH_BACKEND_MYSQL: expected a DSN such as user:password@tcp(host:3306)/database'],
    [
      { SEARCH_BACKEND: 'sqlalchemy', SQLALCHEMY_INDEX_DATABASE: 'postgresql://u:hunter2@db/index' },
      'SQLALCHEMY_INDEX_DATABASE: expected sqlite:////path/of/a/file or mysql://host:port/database',
    ],
  ])('%j is refused', async (environment, message) => {
    const failure = await loadConfiguration({ file: await file(), environment }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(ConfigurationError)
    expect((failure as Error).message).toBe(message)
  })
})

describe('a variable that SEARCH_BACKEND does not ask for', () => {
  it.each([
    [{ SEARCH_BACKEND_MYSQL: 'u:p@/db' }, ['SEARCH_BACKEND_MYSQL has no effect: SEARCH_BACKEND is not set']],
    [
      { SEARCH_BACKEND: 'LOCAL', SQLALCHEMY_INDEX_DATABASE: 'sqlite:////a' },
      ['SQLALCHEMY_INDEX_DATABASE has no effect: SEARCH_BACKEND is LOCAL'],
    ],
    [{ SEARCH_BACKEND: 'mysql', SEARCH_BACKEND_MYSQL: 'u:p@/db', SEARCH_BACKEND_LOCAL: '' }, []],
  ])('is named: %j', async (environment, warnings) => {
    expect((await loadConfiguration({ file: await file(), environment })).warnings).toEqual(warnings)
  })
})

describe('the section catalog', () => {
  it.each<[string, unknown]>([
    ['', undefined],
    ['catalog: {maxentries: 5}\n', undefined],
    ['catalog: {storage: {}}\n', undefined],
    ['catalog: storage\n', undefined],
    ['catalog: {mysql: {host: db}}\n', { name: 'mysql', parameters: { host: 'db' } }],
    ['catalog: {file: }\n', { name: 'file', parameters: {} }],
    ['catalog: {"@someone/their-catalog": {a: 1}}\n', { name: '@someone/their-catalog', parameters: { a: 1 } }],
  ])('%j names the catalog', async (catalog, backend) => {
    expect(await backendOf({}, catalog)).toEqual(backend)
  })

  it.each([
    ['catalog: {file: {}, sqlite: {path: /a}}\n', 'catalog names file and sqlite; expected one catalog at most'],
    ['catalog: {maxentriez: {}}\n', 'catalog.maxentriez is no catalog; did you mean maxentries?'],
  ])('%j is refused', async (catalog, message) => {
    await expect(backendOf({}, catalog)).rejects.toThrow(message)
  })
})
