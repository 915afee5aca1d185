import { createMemoryDriver } from '@moorage/driver-memory'
import { describe, expect, it } from 'vitest'
import { countCalls } from '../testing/count-calls.ts'
import { storedPath } from '../testing/stored-files.ts'
import { ListedCatalog } from './listed-catalog.ts'
import { StorageListing } from './storage-listing.ts'

/** Every listing asks the store. */
const uncached = { blobdescriptor: undefined, blobdescriptorsize: 0, lifetime: 0 }

async function catalogOf(
  names: readonly string[],
): Promise<{ catalog: ListedCatalog; listing: StorageListing; calls: string[] }> {
  const driver = createMemoryDriver()
  for (const name of names) {
    const own = ['_manifests/revisions/sha256/00/link', '_manifests/tags/a/current/link', '_layers/sha256/00/link']
    for (const path of own) await driver.putContent(storedPath(`repositories/${name}/${path}`), Buffer.from('link'))
  }
  const calls: string[] = []
  const listing = new StorageListing(countCalls(driver, calls), uncached)
  return { catalog: new ListedCatalog(listing), listing, calls }
}

/** Neighbours in byte order that lie in different directories. */
const siblings =
  '0 a a--b a--b/c a-b a-b.c a-b/c a.b a.b/c a/0 a/b a/b-c a/b/c a/b/c/d a/b_c a/c a0 a0/b a__b a_b aa b.c b/a b0 c-d/e c/d'.split(
    ' ',
  )

describe('the listing of a store', () => {
  it('gives names in byte order', async () => {
    const { listing } = await catalogOf(siblings.toReversed())
    expect(siblings.toSorted()).toEqual(siblings)
    expect(await Array.fromAsync(listing.names())).toEqual(siblings)
  })

  it('goes on behind any name, whether it exists or not', async () => {
    const { listing } = await catalogOf(siblings)
    const places = [
      ...siblings,
      'a-',
      'a-a',
      'a-b-',
      'a-c',
      'a.',
      'a/',
      'a/a',
      'a/b/',
      'a/z',
      'a1',
      'b',
      'b.',
      'c',
      'c-d',
      'd',
      'Z',
    ]
    for (const after of places) {
      const behind = siblings.filter((name) => name > after)
      expect(await Array.fromAsync(listing.names({ after })), `behind ${after}`).toEqual(behind)
    }
  })

  it('goes on behind any text', async () => {
    const { listing } = await catalogOf(siblings)
    const characters = ['a', 'b', '0', '-', '.', '_', '/', ' ', '\0', '\u00fc']
    const pairs = characters.flatMap((one) => characters.map((other) => one + other))
    const texts = [...characters, ...pairs, ...pairs.flatMap((pair) => characters.map((one) => pair + one))]
    for (const after of texts) {
      const behind = siblings.filter((name) => name > after)
      expect(await Array.fromAsync(listing.names({ after })), `behind ${JSON.stringify(after)}`).toEqual(behind)
    }
  })

  it('knows whether there is a repository', async () => {
    const { listing } = await catalogOf(['a/b', 'c'])
    for (const name of ['a/b', 'c']) expect(await listing.has(name)).toBe(true)
    for (const name of ['a', 'b', 'c/d', 'missing']) expect(await listing.has(name)).toBe(false)
  })
})

describe('a catalog that lists the store', () => {
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
    const own = calls.filter((call) => call.includes('/_'))
    expect(own).toEqual([])
  })

  it('looks at no repository that lies before the page, and at no more behind it than the page has', async () => {
    const names = Array.from({ length: 26 }, (_, index) => `team-${String.fromCharCode(97 + index)}/app`)
    const { catalog, calls } = await catalogOf(names)
    expect((await catalog.list('team-m/app', 2)).repositories).toEqual(['team-n/app', 'team-o/app'])
    expect(calls.filter((call) => /team-[a-l]|team-[t-z]/.test(call))).toEqual([])
  })

  it('finds the names that contain a term, in any case', async () => {
    const { catalog } = await catalogOf(['app', 'team/app', 'team/other'])
    expect(await catalog.search('APP', 0, 10)).toEqual({ repositories: ['app', 'team/app'], total: 2 })
    expect(await catalog.search('', 1, 1)).toEqual({ repositories: ['team/app'], total: 3 })
    expect(await catalog.search('%', 0, 10)).toEqual({ repositories: [], total: 0 })
  })

  it('answers nothing while the store is empty', async () => {
    const { catalog } = await catalogOf([])
    expect(await catalog.list('a/b', 10)).toEqual({ repositories: [], more: false })
    expect(await catalog.search('a', 0, 10)).toEqual({ repositories: [], total: 0 })
  })
})
