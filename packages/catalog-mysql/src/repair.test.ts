import { reconcileCatalog } from '@moorage/catalog-core'
import { expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'
import { storageOf } from './testing/storage-of.ts'
import { suiteServer } from './testing/suite-server.ts'
import { walkNames } from './testing/walk-names.ts'

const server = suiteServer()

const rowsOf = async (database: string): Promise<readonly string[]> =>
  (await server().execute(`SELECT name FROM ${database}.repositories ORDER BY BINARY name`)).split('\n').filter(Boolean)

test('rows that another program added are listed by the next that opens the catalog', async () => {
  const { dsn, name } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  await catalog.add(['b'])
  await server().execute(`INSERT INTO ${name}.repositories VALUES ('a', 5), ('c_d', 6)`)
  expect(await walkNames(catalog)).toEqual(['b'])
  await using next = await openCatalog({ dsn })
  expect(await walkNames(next)).toEqual(['a', 'b', 'c_d'])
})

test('rows that another program deleted are gone at once, and come back when storage has them', async () => {
  const { dsn, name } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  await catalog.add(['a', 'b', 'c'])
  await server().execute(`DELETE FROM ${name}.repositories WHERE name = 'b'`)
  expect(await walkNames(catalog)).toEqual(['a', 'c'])
  expect((await catalog.search({ term: '', offset: 0, limit: 10 })).total).toBe(2)
  await reconcileCatalog(catalog, storageOf(['a', 'b']))
  expect(await walkNames(catalog)).toEqual(['a', 'b'])
  expect(await server().execute(`SELECT name FROM ${name}.moorage_names ORDER BY name`)).toBe('a\nb')
})

test('reconciling takes away what another program added and storage does not know', async () => {
  const { dsn, name } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  await catalog.add(['a', 'team/app'])
  // Among them what is no name: upper case, other letters, spaces at the end, an empty one, one that is too long.
  await server().execute(
    `INSERT INTO ${name}.repositories (name) VALUES ('Other/App'), ('b'), ('\u00e9t\u00e9'), ('\u4e2d\u6587'), ('x y'), (''), (REPEAT('long', 200))`,
  )
  expect(await reconcileCatalog(catalog, storageOf(['a', 'team/app']))).toEqual({
    repositories: 2,
    added: 0,
    removed: 1,
  })
  expect(await rowsOf(name)).toEqual(['a', 'team/app'])
})

test('a row that differs from a repository in case alone becomes the repository, and keeps its time', async () => {
  const { dsn, name } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  await server().execute(`INSERT INTO ${name}.repositories VALUES ('Team/App', 5), ('ZZ', 7)`)
  await catalog.add(['team/app'])
  await catalog.record([{ name: 'zz', pushedAt: new Date(6000) }])
  expect((await catalog.list({ limit: 10 })).entries).toEqual([
    { name: 'team/app', pushedAt: new Date(5000) },
    { name: 'zz', pushedAt: new Date(7000) },
  ])
  expect(await rowsOf(name)).toEqual(['team/app', 'zz'])
})

test('thousands of rows of another program are listed, page by page', async () => {
  const { dsn, name } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  await server().execute(
    `USE ${name}; INSERT INTO repositories (name) SELECT CONCAT(IF(seq % 2, 'Up', 'r'), LPAD(seq, 5, '0')) FROM seq_1_to_9000`,
  )
  const storage = Array.from({ length: 4000 }, (_, index) => `r${String(index + 1).padStart(5, '0')}`)
  await reconcileCatalog(catalog, storageOf(storage))
  expect(await walkNames(catalog)).toEqual(storage)
  expect(await rowsOf(name)).toEqual(storage)
})

test('a time that is none is no time', async () => {
  const { dsn, name } = await server().createDatabase()
  await server().execute(
    `USE ${name}; CREATE TABLE repositories (name VARCHAR(1024) NOT NULL PRIMARY KEY, createTime BIGINT); INSERT INTO repositories VALUES ('a', -1), ('b', 9223372036854775807), ('c', NULL)`,
  )
  await using catalog = await openCatalog({ dsn })
  expect((await catalog.list({ limit: 10 })).entries.map(({ pushedAt }) => pushedAt)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
