import { findMariaDbSkipReason, type MariaDb, startMariaDb } from '@moorage/testkit/programs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { pushImage } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { listRepositories } from '../support/listings.ts'
import { catalogKinds } from './support/catalog-kinds.ts'
import { addRepositories, startCatalogSite, untilEqual } from './support/catalog-sites.ts'

/** Every character that a name may have, where it matters for the order; and the longest name. */
const names = [
  '0 a a--b a-b a-b/c a.b a.b/c a/0 a/b a/b-c a/b/c a/z a0 a__b a_b aa b-c/d b/a b0 c.d_e-f__g--h/i'.split(' '),
  ['library/alpine', 'name0123456789', `x/${'y/'.repeat(100)}${'z'.repeat(53)}`, 'zyxwvutsrqponmlkjihgfedcba'],
].flat()

const skipReason = await findMariaDbSkipReason()
let mariadb: MariaDb | undefined

beforeAll(async () => {
  if (skipReason === undefined) mariadb = await startMariaDb()
})
afterAll(() => mariadb?.[Symbol.asyncDispose]())

async function search(site: Site, term: string): Promise<readonly string[]> {
  const response = await site.fetch(`/v1/search?n=100&q=${encodeURIComponent(term)}`)
  expect(response.status).toBe(200)
  return ((await response.json()) as { results: { name: string }[] }).results.map(({ name }) => name)
}

describe.each(catalogKinds)('with the catalog $name', (kind) => {
  test('a registry answers the repositories of the store, in byte order', async (context) => {
    if (kind.name === 'mysql' && skipReason !== undefined) context.skip(skipReason)
    await using folder = await createTemporaryFolder()
    await addRepositories(folder.path, names)
    await using site = await startCatalogSite(folder.path, 'config', await kind.configure(folder.path, mariadb))
    if (kind.name !== 'storage') await untilEqual(site)
    expect(names.toSorted()).toEqual(names)
    for (const pageSize of [1, 3, 7, 1000]) expect(await listRepositories(site, pageSize)).toEqual(names)
    for (const term of ['a', 'A-B', '_', '.', '--', '/b', 'nothing', '%', '']) {
      expect(await search(site, term)).toEqual(names.filter((name) => name.includes(term.toLowerCase())))
    }
  })

  test('a registry answers what is pushed, and no more what loses its last manifest', async (context) => {
    if (kind.name === 'mysql' && skipReason !== undefined) context.skip(skipReason)
    await using folder = await createTemporaryFolder()
    await using site = await startCatalogSite(folder.path, 'config', await kind.configure(folder.path, mariadb))
    const pushed = new Map<string, string>()
    for (const name of ['a/b', 'a', 'a-b']) pushed.set(name, (await pushImage(site, name, 'latest')).digest)
    expect(await listRepositories(site)).toEqual(['a', 'a-b', 'a/b'])
    for (const tag of ['latest', pushed.get('a')]) {
      expect((await site.fetch(`/v2/a/manifests/${tag}`, { method: 'DELETE' })).status).toBe(202)
    }
    expect(await listRepositories(site)).toEqual(['a-b', 'a/b'])
    await pushImage(site, 'a', 'again')
    expect(await listRepositories(site)).toEqual(['a', 'a-b', 'a/b'])
  })
})
