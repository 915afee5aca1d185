import { createMemoryDriver } from '@moorage/driver-memory'
import { describe, expect, it } from 'vitest'
import { countCalls } from '../testing/count-calls.ts'
import { storedPath } from '../testing/stored-files.ts'
import { StorageCatalog } from './storage-catalog.ts'

/** Every listing asks the store. */
const uncached = { blobdescriptor: undefined, blobdescriptorsize: 0, lifetime: 0 }

async function catalogOf(names: readonly string[]): Promise<{ catalog: StorageCatalog; calls: string[] }> {
  const driver = createMemoryDriver()
  for (const name of names) {
    const own = ['_manifests/revisions/sha256/00/link', '_manifests/tags/a/current/link', '_layers/sha256/00/link']
    for (const path of own) await driver.putContent(storedPath(`repositories/${name}/${path}`), Buffer.from('link'))
  }
  const calls: string[] = []
  return { catalog: new StorageCatalog(countCalls(driver, calls), uncached), calls }
}

describe('StorageCatalog', () => {
  it('lists names in order of their parts, not of their text', async () => {
    const { catalog } = await catalogOf(['a.b', 'a-b', 'a/b', 'a'])
    expect(await catalog.list(undefined, 10)).toEqual({ repositories: ['a', 'a/b', 'a-b', 'a.b'], more: false })
  })

  it('says whether more follow, without one too many', async () => {
    const { catalog } = await catalogOf(['a', 'b', 'c'])
    expect(await catalog.list(undefined, 2)).toEqual({ repositories: ['a', 'b'], more: true })
    expect(await catalog.list(undefined, 3)).toEqual({ repositories: ['a', 'b', 'c'], more: false })
    expect(await catalog.list('a', 2)).toEqual({ repositories: ['b', 'c'], more: false })
    expect(await catalog.list('c', 2)).toEqual({ repositories: [], more: false })
  })

  it("never looks into a repository's own directories", async () => {
    const { catalog, calls } = await catalogOf(['a', 'a/b', 'c'])
    for (const after of [undefined, 'a', 'a/_manifests', 'a/_manifests/tags/a']) await catalog.list(after, 10)
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.filter((call) => /\/_(?:layers|manifests|uploads)\//.test(call))).toEqual([])
    expect(calls.filter((call) => /^list .*\/_/.test(call))).toEqual([])
  })

  it('looks at no repository that lies before the page, and at no more behind it than the page has', async () => {
    const names = Array.from({ length: 26 }, (_, index) => `team-${String.fromCharCode(97 + index)}/app`)
    const { catalog, calls } = await catalogOf(names)
    expect((await catalog.list('team-m/app', 2)).repositories).toEqual(['team-n/app', 'team-o/app'])
    expect(calls.filter((call) => /team-[a-l]|team-[t-z]/.test(call))).toEqual([])
  })

  it('answers nothing while the store is empty', async () => {
    expect(await new StorageCatalog(createMemoryDriver(), uncached).list('a/b', 10)).toEqual({
      repositories: [],
      more: false,
    })
  })
})
