import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createCatalog, reconcileCatalog } from '@moorage/catalog-core'
import { walkNames } from '../testing/walk-names.ts'
import { describe, expect, test } from 'vitest'
import mysql from '../index.ts'
import { openCatalog } from '../testing/open-catalog.ts'
import { storageOf } from '../testing/storage-of.ts'
import { suiteServer } from '../testing/suite-server.ts'

const server = suiteServer()

const oldTable =
  'CREATE TABLE repositories (name VARCHAR(1024) NOT NULL, createTime BIGINT(20) NOT NULL DEFAULT 0, PRIMARY KEY (name)) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci'

describe('the table repositories', () => {
  test('has the shape that other programs read', async () => {
    const { dsn, name } = await server().createDatabase()
    await using _ = await openCatalog({ dsn })
    const columns = `SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, COLUMN_KEY, CHARACTER_SET_NAME, COLLATION_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '${name}' AND TABLE_NAME = 'repositories' ORDER BY ORDINAL_POSITION`
    expect((await server().execute(columns)).split('\n').map((line) => line.split('\t'))).toEqual([
      ['name', 'varchar(1024)', 'NO', 'NULL', 'PRI', 'utf8mb3', 'utf8mb3_general_ci'],
      ['createTime', 'bigint(20)', 'NO', '0', '', 'NULL', 'NULL'],
    ])
    const table = `SELECT ENGINE, TABLE_COLLATION FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${name}' AND TABLE_NAME = 'repositories'`
    expect(await server().execute(table)).toBe('InnoDB\tutf8mb3_general_ci')
  })

  test('is the same, to the letter, as one that was made by the statement of the requirements', async () => {
    const [ours, theirs] = [await server().createDatabase(), await server().createDatabase()]
    await using _ = await openCatalog({ dsn: ours.dsn })
    await server().execute(`USE ${theirs.name}; ${oldTable}`)
    const show = async (name: string): Promise<string> => server().execute(`SHOW CREATE TABLE ${name}.repositories`)
    expect(await show(ours.name)).toBe(await show(theirs.name))
  })

  test('that is there is taken as it is, with its rows', async () => {
    const { dsn, name } = await server().createDatabase()
    await server().execute(
      `USE ${name}; ${oldTable}; INSERT INTO repositories VALUES ('team/app', 1700000000), ('Upper', 5), ('a_b', 0), ('ab', 0)`,
    )
    const before = await server().execute(`SHOW CREATE TABLE ${name}.repositories`)
    await using catalog = await openCatalog({ dsn })
    expect((await catalog.list({ limit: 10 })).entries).toEqual([
      { name: 'a_b', pushedAt: undefined },
      { name: 'ab', pushedAt: undefined },
      { name: 'team/app', pushedAt: new Date(1_700_000_000_000) },
    ])
    expect(await server().execute(`SHOW CREATE TABLE ${name}.repositories`)).toBe(before)
    await reconcileCatalog(catalog, storageOf(['ab', 'new', 'team/app']))
    expect(await server().execute(`SELECT * FROM ${name}.repositories ORDER BY name`)).toBe(
      'ab\t0\nnew\t0\nteam/app\t1700000000',
    )
  })

  test.each([
    ['utf8mb4', 'name VARCHAR(700) CHARACTER SET utf8mb4 NOT NULL PRIMARY KEY, createTime BIGINT'],
    ['latin1', 'name VARCHAR(1024) CHARACTER SET latin1 NOT NULL PRIMARY KEY, createTime INT NOT NULL'],
    [
      'utf8mb3_bin and more columns',
      'id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(512) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL UNIQUE, createTime BIGINT NOT NULL, note TEXT NULL, stars INT NOT NULL DEFAULT 0',
    ],
    ['a key of 255 characters', 'name VARCHAR(1024) NOT NULL, createTime BIGINT, PRIMARY KEY (name(255))'],
  ])('may have %s', async (_, columns) => {
    const { dsn, name } = await server().createDatabase()
    await server().execute(
      `USE ${name}; CREATE TABLE repositories (${columns}); INSERT INTO repositories (name, createTime) VALUES ('old', 7)`,
    )
    await using catalog = await openCatalog({ dsn })
    await catalog.record([{ name: 'old', pushedAt: new Date(9000) }])
    await catalog.record([{ name: 'new', pushedAt: new Date(8000) }])
    await catalog.add(['old', 'added'])
    await catalog.remove(['added'])
    await reconcileCatalog(catalog, storageOf(['new', 'old']))
    expect((await catalog.search({ term: '', limit: 10, offset: 0 })).entries).toEqual([
      { name: 'new', pushedAt: new Date(8000) },
      { name: 'old', pushedAt: new Date(9000) },
    ])
  })

  test.each([
    ['title VARCHAR(10)', 'it has no column name; it has no column createTime'],
    ['name VARCHAR(1024) PRIMARY KEY', 'it has no column createTime'],
    ['name VARCHAR(100) PRIMARY KEY, createTime BIGINT', 'its column name is no text of 255 characters or more'],
    ['name INT PRIMARY KEY, createTime BIGINT', 'its column name is no text of 255 characters or more'],
    ['name VARCHAR(255) PRIMARY KEY, createTime DATETIME', 'its column createTime is no BIGINT'],
    ['name VARCHAR(255), createTime BIGINT', 'its column name has no unique key of its own'],
    ['name VARCHAR(255), createTime BIGINT, UNIQUE (name, createTime)', 'its column name has no unique key of its own'],
    ['name VARCHAR(255) PRIMARY KEY, createTime BIGINT, host INT NOT NULL', 'its column host has no default'],
  ])('cannot be (%s), and nothing is added beside it', async (columns, problem) => {
    const { dsn, name } = await server().createDatabase()
    await server().execute(`USE ${name}; CREATE TABLE repositories (${columns})`)
    await expect(openCatalog({ dsn })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`the table repositories cannot be used: ${problem}; correct it`),
    })
    expect(await server().execute(`SHOW TABLES FROM ${name}`)).toBe('repositories')
  })
})

describe('tables are made', () => {
  test('once, by however many open the catalog at the same time', async () => {
    const { dsn, name } = await server().createDatabase()
    const catalogs = await Promise.all(Array.from({ length: 12 }, () => openCatalog({ dsn })))
    await Promise.all(catalogs.map((catalog, index) => catalog.add([`r${index}`])))
    await Promise.all(catalogs.map((catalog) => catalog[Symbol.asyncDispose]()))
    expect(await server().execute(`SELECT number FROM ${name}.moorage_migrations ORDER BY number`)).toBe('1\n2')
    expect(await server().execute(`SELECT COUNT(*) FROM ${name}.repositories`)).toBe('12')
  })

  test('once, by several processes that start at the same time', async () => {
    const { dsn, name } = await server().createDatabase()
    const program = new URL('../testing/open-in-process.ts', import.meta.url)
    const children = ['a', 'b', 'c', 'd'].map((each) => fork(program, [dsn, each]))
    await Promise.all(children.map((child) => once(child, 'message')))
    const ended = children.map((child) => once(child, 'exit'))
    for (const child of children) child.send('open')
    expect(await Promise.all(ended)).toEqual(children.map(() => [0, null]))
    expect(await server().execute(`SELECT number FROM ${name}.moorage_migrations ORDER BY number`)).toBe('1\n2')
    expect(await server().execute(`SELECT name FROM ${name}.repositories ORDER BY name`)).toBe('a\nb\nc\nd')
  })

  test('and need no right to make tables when they are there', async () => {
    const { dsn, name, user } = await server().createDatabase()
    await (await openCatalog({ dsn }))[Symbol.asyncDispose]()
    await server().execute(
      `REVOKE ALL ON ${name}.* FROM ${user}; GRANT SELECT, INSERT, UPDATE, DELETE ON ${name}.* TO ${user}`,
    )
    await using catalog = await openCatalog({ dsn })
    await reconcileCatalog(catalog, storageOf(['a', 'b']))
    expect(await walkNames(catalog)).toEqual(['a', 'b'])
  })

  test('again when somebody has dropped them, while the catalog is open', async () => {
    const { dsn, name } = await server().createDatabase()
    await using catalog = await openCatalog({ dsn })
    await catalog.record([{ name: 'a', pushedAt: new Date(1000) }])
    await server().execute(`DROP TABLE ${name}.moorage_names`)
    expect((await catalog.list({ limit: 10 })).entries).toEqual([{ name: 'a', pushedAt: new Date(1000) }])
    await server().execute(`USE ${name}; DROP TABLE moorage_names, repositories, moorage_migrations`)
    await catalog.add(['b'])
    expect(await walkNames(catalog)).toEqual(['b'])
  })

  test('by the first call when the database was not there at the start', async () => {
    const { dsn } = await server().createDatabase()
    await server().kill()
    const warnings: string[] = []
    await using catalog = await createCatalog(mysql, { dsn }, { warn: (message) => warnings.push(message) })
    expect(warnings).toHaveLength(1)
    await expect(catalog.list({ limit: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await server().start()
    await Promise.all([catalog.add(['a']), catalog.add(['b']), catalog.list({ limit: 1 })])
    expect(await walkNames(catalog)).toEqual(['a', 'b'])
  })
})
