import { setImmediate } from 'node:timers'
import { join } from 'node:path'
import type { Catalog } from '@moorage/catalog-core'
import { type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'

const names = Array.from({ length: 100_000 }, (_, index) => `team-${index % 100}/app-${index}`).toSorted()

/** Counts the turns of the event loop that others get while `work` is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let goes = true
  const count = (): void => {
    if (!goes) return
    turns += 1
    setImmediate(count)
  }
  setImmediate(count)
  await work()
  goes = false
  return turns
}

describe('100,000 names', () => {
  let folder: TemporaryFolder
  let catalog: Catalog
  beforeAll(async () => {
    folder = await temporaryFolder('catalog-sqlite')
    catalog = await openCatalog(join(folder.path, 'catalog.sqlite'))
  })
  afterAll(async () => {
    await catalog[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  test('are written, and others have their turns meanwhile', async () => {
    expect(await turnsDuring(() => catalog.add(names))).toBeGreaterThan(20)
  })

  test('are listed by a page of any size, and others have their turns meanwhile', async () => {
    let listed: readonly string[] = []
    const turns = await turnsDuring(async () => {
      const { entries, more } = await catalog.list({ limit: 1_000_000 })
      listed = entries.map(({ name }) => name)
      expect(more).toBe(false)
    })
    expect(listed).toEqual(names)
    expect(turns).toBeGreaterThan(5)
    const page = await catalog.list({ after: names[70_000], limit: 1234 })
    expect(page.entries.map(({ name }) => name)).toEqual(names.slice(70_001, 71_235))
    expect(page.more).toBe(true)
  })

  test('are searched, and a page of what is found begins anywhere', async () => {
    const expected = names.filter((name) => name.includes('/app-7'))
    let found: readonly string[] = []
    const turns = await turnsDuring(async () => {
      const { entries, total } = await catalog.search({ term: '/APP-7', offset: 3000, limit: 2000 })
      found = entries.map(({ name }) => name)
      expect(total).toBe(expected.length)
    })
    expect(found).toEqual(expected.slice(3000, 5000))
    expect(turns).toBeGreaterThan(2)
  })

  test('are aborted in the middle of a change, and what was changed is whole', async () => {
    const abort = new AbortController()
    const removing = catalog.remove(names, { signal: abort.signal })
    setImmediate(() => abort.abort())
    await expect(removing).rejects.toMatchObject({ code: 'ABORTED' })
    const { total } = await catalog.search({ term: '', offset: 0, limit: 1 })
    expect(total % 500).toBe(0)
    expect(total).toBeGreaterThan(0)
    expect(total).toBeLessThan(names.length)
  })
})
