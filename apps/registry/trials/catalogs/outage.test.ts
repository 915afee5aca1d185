import { findMariaDbSkipReason, startMariaDb } from '@moorage/testkit/programs'
import { expect, test, vi } from 'vitest'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { pushImage } from '../../src/testing/push.ts'
import { listRepositories } from '../support/listings.ts'
import { startCatalogSite, untilEqual } from './support/catalog-sites.ts'

const count = 200

/** Pushes at the same time, by so many clients. */
const clients = 10

test('a database that is killed in the middle of 200 pushes fails none of them, and gets every row when it is back', async (context) => {
  const skipReason = await findMariaDbSkipReason()
  if (skipReason !== undefined) context.skip(skipReason)
  await using folder = await createTemporaryFolder()
  await using mariadb = await startMariaDb()
  const database = await mariadb.createDatabase()
  await using site = await startCatalogSite(folder.path, 'config', { mysql: { dsn: database.dsn } })
  await untilEqual(site)

  const names = Array.from({ length: count }, (_, index) => `app-${String(index).padStart(3, '0')}`)
  const startedAt = Math.floor(Date.now() / 1000)
  const waiting = [...names]
  const pushed: string[] = []
  const push = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { response } = await pushImage(site, name, 'latest')
      expect(response.status).toBe(201)
      pushed.push(name)
      if (pushed.length === count / 4) await mariadb.kill()
      if (pushed.length === (count * 3) / 4) await mariadb.start()
    }
  }
  await Promise.all(Array.from({ length: clients }, push))
  expect(pushed.toSorted()).toEqual(names)

  const rows = async (): Promise<readonly (readonly string[])[]> =>
    (await mariadb.execute(`SELECT name, createTime FROM ${database.name}.repositories ORDER BY name`))
      .split('\n')
      .map((line) => line.split('\t'))
  await vi.waitUntil(async () => (await rows()).length === count, { timeout: 60_000, interval: 50 })
  expect((await rows()).map(([name]) => name)).toEqual(names)
  for (const [, createTime] of await rows()) expect(Number(createTime)).toBeGreaterThanOrEqual(startedAt)
  expect(await listRepositories(site, 100)).toEqual(names)
})

test('a push moves createTime, by tag and by digest', async (context) => {
  const skipReason = await findMariaDbSkipReason()
  if (skipReason !== undefined) context.skip(skipReason)
  await using folder = await createTemporaryFolder()
  await using mariadb = await startMariaDb()
  const database = await mariadb.createDatabase()
  await using site = await startCatalogSite(folder.path, 'config', { mysql: { dsn: database.dsn } })
  const pushed = await pushImage(site, 'team/app', 'latest')
  for (const reference of ['latest', pushed.digest]) {
    await mariadb.execute(`UPDATE ${database.name}.repositories SET createTime = 1000`)
    const before = Math.floor(Date.now() / 1000)
    const response = await site.fetch(`/v2/team/app/manifests/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
      body: pushed.bytes,
    })
    expect(response.status).toBe(201)
    const time = await mariadb.execute(`SELECT createTime FROM ${database.name}.repositories WHERE name = 'team/app'`)
    expect(Number(time)).toBeGreaterThanOrEqual(before)
  }
})
