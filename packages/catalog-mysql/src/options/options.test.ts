import { type CatalogContext, createCatalog, parseCatalogOptions } from '@moorage/catalog-core'
import { describe, expect, test } from 'vitest'
import mysql from '../index.ts'
import { settingsOf } from './settings-of.ts'

const parse = (options: unknown): ReturnType<typeof parseCatalogOptions> => parseCatalogOptions(mysql, options)
const settings = (options: unknown): unknown => settingsOf(parseCatalogOptions(mysql, options)).settings

const least = { user: 'registry', database: 'registry' }

describe('single options', () => {
  test('a user and a database are enough', () => {
    expect(settings(least)).toEqual({
      address: { host: '127.0.0.1', port: 3306, family: 0 },
      user: 'registry',
      password: '',
      database: 'registry',
      tls: 'off',
      mayFallBackToPlaintext: false,
      authoritiesFile: undefined,
      connectTimeoutMs: 10_000,
      queryTimeoutMs: 10_000,
      collation: 'UTF8MB4_GENERAL_CI',
      compress: false,
      sendsCleartextPasswords: false,
      attributes: {},
      variables: {},
    })
  })

  test('all may be given as text, as by environment variables', () => {
    const given = {
      host: 'db.example.com',
      port: '3307',
      user: 'registry',
      password: '007',
      database: 'registry',
      tls: 'yes',
      tlsca: '/etc/ca.pem',
      pool: '5',
      connecttimeout: '3s',
      querytimeout: '500ms',
      charset: 'utf8',
    }
    expect(parse(given)).toMatchObject({ pool: 5 })
    expect(settings(given)).toMatchObject({
      address: { host: 'db.example.com', port: 3307 },
      password: '007',
      tls: 'verify',
      authoritiesFile: '/etc/ca.pem',
      connectTimeoutMs: 3000,
      queryTimeoutMs: 500,
      collation: 'UTF8_GENERAL_CI',
    })
  })

  test('a variable of the environment that is empty says nothing', () => {
    expect(settings({ ...least, dsn: '', host: '', socket: '', password: '', tlsca: '' })).toEqual(settings(least))
  })

  test.each([
    [false, 'off', false],
    ['off', 'off', false],
    [true, 'verify', false],
    [1, 'verify', false],
    ['skip-verify', 'skip-verify', false],
    ['preferred', 'skip-verify', true],
  ])('tls: %s', (tls, mode, mayFallBackToPlaintext) => {
    expect(settings({ ...least, tls })).toMatchObject({ tls: mode, mayFallBackToPlaintext })
  })

  test('a socket is in the place of host and port', () => {
    expect(settings({ ...least, socket: '/run/db.sock' })).toMatchObject({ address: { socket: '/run/db.sock' } })
  })

  test.each([
    [{}, 'parameter database: expected the name of a database, or a dsn'],
    [{ database: 'registry' }, 'parameter user: expected the name of a user, or a dsn'],
    [{ ...least, socket: '/s', host: 'h' }, 'parameter host: expected nothing beside socket'],
    [{ ...least, socket: '/s', port: 1 }, 'parameter port: expected nothing beside socket'],
    [{ ...least, port: 0 }, 'parameter port: expected a whole number from 1 to 65535'],
    [{ ...least, tls: 'custom' }, 'parameter tls: expected true, false, skip-verify or preferred'],
    [{ ...least, charset: 'gbk' }, 'parameter charset: expected utf8mb4, utf8mb3 or utf8'],
    [{ ...least, querytimeout: 10 }, 'parameter querytimeout: expected a duration such as 5s'],
    [{ ...least, pool: 0 }, 'parameter pool: expected a whole number'],
    [{ ...least, hots: 'h' }, 'unknown parameter hots'],
    [{ dsn: '/db', host: 'h' }, 'parameter host: expected nothing beside dsn'],
    [{ dsn: '/db', password: 'p' }, 'parameter password: expected nothing beside dsn'],
    [{ dsn: 'user@/' }, 'parameter dsn: user@/ is no DSN: there is no name of a database'],
  ])('%j is wrong', (options, message) => {
    expect(() => parse(options)).toThrow(message)
  })
})

describe('a DSN', () => {
  test('says what it says, and options the rest', () => {
    const dsn = 'user:p@ss@tcp(db.example.com)/registry?tls=true&timeout=1s'
    expect(
      settings({ dsn, tlsca: '/ca.pem', connecttimeout: '9s', querytimeout: '8s', charset: 'utf8' }),
    ).toMatchObject({
      address: { host: 'db.example.com', port: 3306 },
      user: 'user',
      password: 'p@ss',
      database: 'registry',
      tls: 'verify',
      authoritiesFile: '/ca.pem',
      connectTimeoutMs: 1000,
      queryTimeoutMs: 8000,
      collation: 'UTF8_GENERAL_CI',
    })
  })

  test('that is malformed is shown with its password masked', async () => {
    const error: unknown = await createCatalog(mysql, { dsn: 'user:s3:cr@t@tcp(127.0.0.1:3306' }).catch(
      (caught: unknown) => caught,
    )
    expect(error).toMatchObject({
      name: 'CatalogError',
      code: 'CONFIG_INVALID',
      message:
        'mysql: parameter dsn: user:***@tcp(127.0.0.1:3306 is no DSN: there is no slash before the name of the database',
    })
  })

  test('has warnings for parameters that are not used', async () => {
    const warnings: string[] = []
    const context: CatalogContext = { warn: (message) => warnings.push(message) }
    const dsn = 'user:secret@tcp(127.0.0.1:1)/db?serverPubKey=mine&loc=Local'
    await using catalog = await createCatalog(mysql, { dsn }, context)
    await expect(catalog.list({ limit: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(warnings).toEqual([
      expect.stringContaining("the DSN's parameter serverPubKey is not used"),
      expect.stringContaining('mysql: the database db at 127.0.0.1:1: connect ECONNREFUSED'),
    ])
    expect(warnings.join()).not.toContain('secret')
  })
})
