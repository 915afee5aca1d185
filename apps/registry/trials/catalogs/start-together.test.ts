import { findMariaDbSkipReason, startMariaDb } from '@moorage/testkit/programs'
import { expect, test } from 'vitest'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { listRepositories } from '../support/listings.ts'
import type { RunningSite } from '../support/site.ts'
import { addRepositories, startCatalogSite, untilEqual } from './support/catalog-sites.ts'

const count = 20_000

test('two registries that start at once on one database agree, and a client that pages meanwhile finds no gap', async (context) => {
  const skipReason = await findMariaDbSkipReason()
  if (skipReason !== undefined) context.skip(skipReason)
  await using folder = await createTemporaryFolder()
  await using mariadb = await startMariaDb()
  const database = await mariadb.createDatabase()
  const names = Array.from(
    { length: count },
    (_, index) => `team-${index % 50}/app_${String(index).padStart(5, '0')}`,
  ).toSorted()
  await addRepositories(folder.path, names)

  // What another program has left: half of the names, with times, and as many that storage does not know.
  const known = names.filter((_, index) => index % 2 === 0)
  const old = Array.from({ length: count / 2 }, (_, index) => `old/app-${String(index).padStart(5, '0')}`)
  await mariadb.execute(
    `CREATE TABLE ${database.name}.repositories (name VARCHAR(1024) NOT NULL, createTime BIGINT(20) NOT NULL DEFAULT 0, PRIMARY KEY (name)) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci`,
  )
  for (let start = 0; start < known.length; start += 1000) {
    const rows = [...known, ...old].slice(2 * start, 2 * start + 2000).map((name) => `('${name}', 1000)`)
    await mariadb.execute(`INSERT INTO ${database.name}.repositories VALUES ${rows.join(', ')}`)
  }

  const catalog = { maxentries: 1000, mysql: { dsn: database.dsn } }
  await using sites = new AsyncDisposableStack()
  const start = async (name: string): Promise<RunningSite> =>
    sites.use(await startCatalogSite(folder.path, name, catalog))
  const [one, other] = await Promise.all([start('one'), start('other')])
  const reconciling = { isDone: false }
  const done = Promise.all([untilEqual(one), untilEqual(other)]).finally(() => {
    reconciling.isDone = true
  })
  const inStore = new Set(names)
  const walk = async (): Promise<readonly string[]> => {
    const walked = await listRepositories(one, 500)
    expect(walked.toSorted()).toEqual(walked)
    expect(new Set(walked).size).toBe(walked.length)
    const seen = new Set(walked)
    expect(known.filter((name) => !seen.has(name))).toEqual([])
    return walked
  }
  do await walk()
  while (!reconciling.isDone)
  await done

  expect(await walk()).toEqual(names)
  expect((await listRepositories(other, 1000)).every((name) => inStore.has(name))).toBe(true)
  const times = await mariadb.execute(
    `SELECT createTime, COUNT(*) FROM ${database.name}.repositories GROUP BY createTime ORDER BY createTime`,
  )
  expect(times).toBe('0\t10000\n1000\t10000')
})
