import { reconcileCatalog } from '@moorage/catalog-core'
import { expect, test } from 'vitest'
import { countingParameters, countStatements } from './testing/count-statements.ts'
import { openCatalog } from './testing/open-catalog.ts'
import { storageOf } from './testing/storage-of.ts'
import { suiteServer } from './testing/suite-server.ts'
import { walkNames } from './testing/walk-names.ts'

const server = suiteServer(async () => ({ parameters: countingParameters }))

const repositories = Array.from({ length: 20_000 }, (_, index) => `team-${index % 7}/app_${index}`).toSorted()

test('20,000 repositories are written in batches, and not at all when nothing has changed', async () => {
  const { dsn } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  const first = await countStatements(server(), () => reconcileCatalog(catalog, storageOf(repositories)))
  expect(await walkNames(catalog)).toEqual(repositories)
  expect(first.writtenRows).toBe(2 * 20_000)
  // 500 at once into two tables, and what is asked for besides.
  expect(first.writing).toBe(2 * 40)
  expect(first.executed).toBeLessThan(150)
  expect(first.prepared).toBeLessThan(15)

  const second = await countStatements(server(), () => reconcileCatalog(catalog, storageOf(repositories)))
  expect(second).toMatchObject({ writing: 0, writtenRows: 0 })

  const changed = repositories.filter((_, index) => index % 100 !== 0)
  const third = await countStatements(server(), () => reconcileCatalog(catalog, storageOf(changed)))
  expect(await walkNames(catalog)).toEqual(changed)
  expect(third).toMatchObject({ writing: 2 * 2, writtenRows: 2 * 200 })
})

test('statements are prepared once, whatever the number of names', async () => {
  const { dsn } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn, pool: 1 })
  const pushedAt = new Date()
  const { prepared } = await countStatements(server(), async () => {
    for (let count = 1; count < 120; count += 7) {
      const names = repositories.slice(0, count)
      await catalog.record(names.map((name) => ({ name, pushedAt })))
      await catalog.add(names)
      await catalog.list({ limit: count })
      await catalog.search({ term: 'app', offset: 0, limit: count })
      await catalog.remove(names)
    }
  })
  // Five kinds of batches in three sizes, and three questions.
  expect(prepared).toBeLessThanOrEqual(18)
})

test('a push of a repository that is there writes one row', async () => {
  const { dsn } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  await catalog.record([{ name: 'a', pushedAt: new Date(1000) }])
  const push = await countStatements(server(), () => catalog.record([{ name: 'a', pushedAt: new Date(2000) }]))
  expect(push).toMatchObject({ writing: 2, writtenRows: 1 })
  const again = await countStatements(server(), () => catalog.record([{ name: 'a', pushedAt: new Date(2000) }]))
  expect(again).toMatchObject({ writtenRows: 0 })
})
