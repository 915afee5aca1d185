import type { CatalogPage } from '@moorage/catalog-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Certificate, makeCertificate } from './testing/certificate.ts'
import { openCatalog } from './testing/open-catalog.ts'
import { suiteServer } from './testing/suite-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'catalog-mysql-'))
let certificate: Certificate | undefined
const server = suiteServer(async () => {
  certificate = await makeCertificate(folder)
  const { certificate: file, key } = certificate ?? {}
  const tls = certificate === undefined ? [] : [`--ssl-cert=${file}`, `--ssl-key=${key}`]
  return { parameters: ['--bind-address=*', ...tls] }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)

const written = { entries: [{ name: 'a', pushedAt: new Date(1000) }], more: false }

/** What a catalog with these options has when something was written to it. */
async function use(options: object): Promise<CatalogPage> {
  await using catalog = await openCatalog(options)
  await catalog.record([{ name: 'a', pushedAt: new Date(1000) }])
  return await catalog.list({ limit: 10 })
}

describe('a server is reached', () => {
  test('by host and port', async () => {
    const { user, password, name } = await server().createDatabase()
    expect(await use({ host: '127.0.0.1', port: server().port, user, password, database: name })).toEqual(written)
    expect(await use({ dsn: `${user}:${password}@tcp(localhost:${server().port})/${name}` })).toEqual(written)
    expect(await use({ dsn: `${user}:${password}@tcp4(localhost:${server().port})/${name}` })).toEqual(written)
  })

  test('by its socket', async () => {
    const { user, password, name } = await server().createDatabase()
    expect(await use({ socket: server().socket, user, password, database: name })).toEqual(written)
    expect(await use({ dsn: `${user}:${password}@unix(${server().socket})/${name}?loc=Local&parseTime=true` })).toEqual(
      written,
    )
  })

  test('by IPv6', async (context) => {
    if (!hasIpv6) context.skip('this machine has no address ::1')
    const { user, password, name } = await server().createDatabase()
    expect(await use({ dsn: `${user}:${password}@tcp([::1]:${server().port})/${name}` })).toEqual(written)
    expect(await use({ dsn: `${user}:${password}@tcp6([::1]:${server().port})/${name}` })).toEqual(written)
    expect(await use({ host: '::1', port: server().port, user, password, database: name })).toEqual(written)
  })

  test('with a password of characters that mean something in a DSN', async () => {
    const { user, name } = await server().createDatabase()
    const password = `p@ss:w/o?r&d=%2F'"(tcp)`
    await server().execute(`ALTER USER ${user} IDENTIFIED BY '${password.replaceAll("'", "''")}'`)
    expect(await use({ dsn: `${user}:${password}@tcp(127.0.0.1:${server().port})/${name}` })).toEqual(written)
  })

  test('with a database whose name has to be escaped', async () => {
    const { user, password } = await server().createDatabase()
    const database = 'a/b c?d'
    await server().execute(`CREATE DATABASE \`${database}\`; GRANT ALL ON \`${database}\`.* TO ${user}`)
    expect(
      await use({ dsn: `${user}:${password}@tcp(127.0.0.1:${server().port})/${encodeURIComponent(database)}` }),
    ).toEqual(written)
  })

  test.each([
    'compress=true',
    'charset=utf8&collation=utf8_bin',
    'connectionAttributes=program_version:1.2.3',
    'allowCleartextPasswords=true',
    'sql_mode=%27ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT%27&time_zone=%27%2B01:00%27&wait_timeout=60',
    'transaction_isolation=%27SERIALIZABLE%27'.replace('transaction', 'tx'),
  ])('with %s', async (query) => {
    const { dsn } = await server().createDatabase()
    expect(await use({ dsn: `${dsn}?${query}` })).toEqual(written)
  })
})

describe('system variables of a DSN', () => {
  test('are set on each connection', async () => {
    const { dsn } = await server().createDatabase()
    expect(await use({ dsn })).toEqual(written)
    await using catalog = await openCatalog({ dsn: `${dsn}?tx_read_only=1` })
    expect((await catalog.list({ limit: 10 })).entries).toHaveLength(1)
    await expect(catalog.add(['b'])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('the server only reads now'),
    })
  })

  test('that the server does not know are named', async () => {
    const { dsn } = await server().createDatabase()
    await expect(openCatalog({ dsn: `${dsn}?no_such_variable=1` })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/no_such_variable.*check its parameters/),
    })
  })
})

describe('TLS', () => {
  beforeEach((context) => {
    if (certificate === undefined) context.skip("openssl is not installed (Debian's package openssl)")
  })

  /** A user who is let in by TLS alone. */
  async function options(): Promise<{
    readonly port: number
    readonly user: string
    password: string
    database: string
  }> {
    const { user, password, name } = await server().createDatabase()
    await server().execute(`ALTER USER ${user} REQUIRE SSL`)
    return { port: server().port, user, password, database: name }
  }

  test('with an authority of its own, for a name and for an address', async () => {
    const common = { ...(await options()), tls: true, tlsca: certificate?.certificate }
    expect(await use({ ...common, host: 'localhost' })).toEqual(written)
    expect(await use({ ...common, host: '127.0.0.1' })).toEqual(written)
    const { user, password, port, database, tlsca } = common
    expect(await use({ dsn: `${user}:${password}@tcp(localhost:${port})/${database}?tls=true`, tlsca })).toEqual(
      written,
    )
    expect(await use({ dsn: `${user}:${password}@unix(${server().socket})/${database}?tls=true`, tlsca })).toEqual(
      written,
    )
  })

  test('refuses a certificate of another name', async () => {
    const other = { ...(await options()), host: '127.0.0.2', tls: true, tlsca: certificate?.certificate }
    await expect(openCatalog(other)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/127\.0\.0\.2 is not in the cert's list.*check tls and tlsca/),
    })
  })

  test('refuses an authority that is not trusted', async () => {
    await expect(openCatalog({ ...(await options()), host: 'localhost', tls: true })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('self-signed certificate'),
    })
  })

  test('takes any certificate where it is told to', async () => {
    const common = await options()
    expect(await use({ ...common, host: '127.0.0.2', tls: 'skip-verify' })).toEqual(written)
    expect(await use({ ...common, host: '127.0.0.2', tls: 'preferred' })).toEqual(written)
  })

  test('needs a file of authorities that can be read', async () => {
    const missing = { ...(await options()), tls: true, tlsca: join(folder, 'missing.pem') }
    await expect(openCatalog(missing)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('missing.pem of the option tlsca cannot be read: ENOENT'),
    })
  })

  test('is refused by a user who must have it', async () => {
    await expect(openCatalog(await options())).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })
})
