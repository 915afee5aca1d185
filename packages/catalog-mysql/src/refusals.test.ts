import { type CatalogError, isCatalogError } from '@moorage/catalog-core'
import { describe, expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'
import { suiteServer } from './testing/suite-server.ts'

const server = suiteServer(async () => ({ parameters: ['--skip-ssl'] }))

const secret = 'never-shown-secret'

/** The failure of `work`, of which nothing may show the password. */
async function failureOf(work: () => Promise<unknown>): Promise<CatalogError> {
  const error: unknown = await work().then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!isCatalogError(error)) throw new Error('expected a CatalogError', { cause: error })
  for (let shown: unknown = error; shown instanceof Error; shown = shown.cause) {
    expect(`${shown.message}\n${shown.stack}\n${JSON.stringify(shown)}`).not.toContain(secret)
  }
  return error
}

async function account(
  rights?: string,
): Promise<{ readonly user: string; readonly database: string; readonly at: string }> {
  const { user, name } = await server().createDatabase(rights)
  await server().execute(`ALTER USER ${user} IDENTIFIED BY '${secret}'`)
  return { user, database: name, at: `tcp(127.0.0.1:${server().port})` }
}

describe('the start is refused', () => {
  test('with a wrong password', async () => {
    const { user, database, at } = await account()
    const error = await failureOf(() => openCatalog({ dsn: `${user}:${secret}wrong@${at}/${database}` }))
    expect(error).toMatchObject({ code: 'ACCESS_DENIED', retryable: false })
    expect(error.message).toContain(`mysql: the database ${database} at 127.0.0.1:${server().port}: Access denied`)
  })

  test('with a user who is not there', async () => {
    const { database, at } = await account()
    const error = await failureOf(() => openCatalog({ dsn: `nobody:${secret}@${at}/${database}` }))
    expect(error.code).toBe('ACCESS_DENIED')
  })

  test('with a database that is not there', async () => {
    const { user, at } = await account()
    await server().execute(`GRANT ALL ON missing.* TO ${user}`)
    const error = await failureOf(() => openCatalog({ dsn: `${user}:${secret}@${at}/missing` }))
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
    expect(error.message).toContain('run CREATE DATABASE')
  })

  test('with a database that the user may not use', async () => {
    const { user, at } = await account()
    const other = await account()
    const error = await failureOf(() => openCatalog({ dsn: `${user}:${secret}@${at}/${other.database}` }))
    expect(error).toMatchObject({ code: 'ACCESS_DENIED' })
    expect(error.message).toContain('GRANT SELECT, INSERT, UPDATE, DELETE, CREATE')
  })

  test('without the right to make the tables that are missing', async () => {
    const { user, database, at } = await account('SELECT, INSERT, UPDATE, DELETE')
    const error = await failureOf(() => openCatalog({ dsn: `${user}:${secret}@${at}/${database}` }))
    expect(error).toMatchObject({ code: 'ACCESS_DENIED' })
    expect(error.message).toMatch(/CREATE command denied.*GRANT SELECT, INSERT, UPDATE, DELETE, CREATE/)
  })

  test('with TLS where the server has none', async () => {
    const { user, database, at } = await account()
    const error = await failureOf(() => openCatalog({ dsn: `${user}:${secret}@${at}/${database}?tls=skip-verify` }))
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
    expect(error.message).toContain('the server has no TLS')
  })

  test('with a method of authentication that is not known', async () => {
    const { user, database, at } = await account()
    await server().execute(
      `INSTALL SONAME 'auth_ed25519'; ALTER USER ${user} IDENTIFIED VIA ed25519 USING PASSWORD('x')`,
    )
    const error = await failureOf(() => openCatalog({ dsn: `${user}:${secret}@${at}/${database}` }))
    expect(error).toMatchObject({ code: 'ACCESS_DENIED' })
    expect(error.message).toContain('method of authentication')
  })
})

describe('the start goes on, with a warning', () => {
  const warnings: string[] = []
  const warn = (message: string): void => void warnings.push(message)

  test.each([
    ['at a port where nobody listens', () => `user:${secret}@tcp(127.0.0.1:1)/db`, 'ECONNREFUSED'],
    ['at a socket that is not there', () => `user:${secret}@unix(${server().socket}.missing)/db`, 'ENOENT'],
    ['at a host that has no address', () => `user:${secret}@tcp(missing.invalid)/db`, 'missing.invalid'],
  ])('%s', async (_, dsn, message) => {
    warnings.length = 0
    await using catalog = await openCatalog({ dsn: dsn() }, warn)
    expect(warnings).toEqual([expect.stringContaining(message)])
    expect(warnings.join()).not.toContain(secret)
    const error = await failureOf(() => catalog.add(['a']))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    expect(error.message).toContain(message)
    expect(await failureOf(() => catalog.exclusively(async () => undefined, { timeoutMs: 10 }))).toMatchObject({
      code: 'UNAVAILABLE',
    })
  })
})

test('TLS that is only preferred is done without where the server has none', async () => {
  const { user, database, at } = await account()
  await using catalog = await openCatalog({ dsn: `${user}:${secret}@${at}/${database}?tls=preferred` })
  await catalog.add(['a'])
  expect((await catalog.list({ limit: 1 })).entries).toHaveLength(1)
})

test('rights that are taken away later are told by each call', async () => {
  const { user, database, at } = await account()
  await using catalog = await openCatalog({ dsn: `${user}:${secret}@${at}/${database}` })
  await catalog.add(['a'])
  await server().execute(`REVOKE ALL ON ${database}.* FROM ${user}; GRANT SELECT ON ${database}.* TO ${user}`)
  // Connections keep the rights that they began with.
  await server().execute(`KILL USER ${user}`)
  expect((await catalog.list({ limit: 1 })).entries).toHaveLength(1)
  expect(await failureOf(() => catalog.add(['b']))).toMatchObject({ code: 'ACCESS_DENIED' })
})

test('a name that is none is refused before anything is written', async () => {
  const { user, database, at } = await account()
  await using catalog = await openCatalog({ dsn: `${user}:${secret}@${at}/${database}` })
  for (const name of ['', 'A', 'a b', '\u00fc', 'a'.repeat(256)]) {
    expect(await failureOf(() => catalog.add(['a', name]))).toMatchObject({ code: 'UNEXPECTED' })
    expect(await failureOf(() => catalog.record([{ name, pushedAt: new Date() }]))).toMatchObject({
      code: 'UNEXPECTED',
    })
    await catalog.remove([name])
  }
  expect((await catalog.list({ limit: 1 })).entries).toEqual([])
})
