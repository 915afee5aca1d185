import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf, errorCodes, pushBlob, pushImage } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedPath } from '../testing/stored-files.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

/** In byte order: `-` and `.` come before `/`. */
const names = ['a', 'a-b', 'a.b', 'a.b/c', 'a/b', 'a/b/c', 'a/c', 'a0', 'a_b', 'b-b/x', 'b/a', 'library/alpine', 'z']

describe.each(testStores)('GET /v2/_catalog, over $kind', (tested) => {
  let store: TestStore
  let registry: TestRegistry

  const list = (query = '', method = 'GET'): Promise<Response> => registry.fetch(`/v2/_catalog${query}`, { method })
  const namesOf = async (response: Response): Promise<readonly string[]> => {
    expect(response.status).toBe(200)
    return ((await response.json()) as { repositories: readonly string[] }).repositories
  }
  async function walk(path: string): Promise<(readonly string[])[]> {
    const pages: (readonly string[])[] = []
    for (let next: string | undefined = path; next !== undefined;) {
      const response = await registry.fetch(next)
      pages.push(await namesOf(response))
      next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
    }
    return pages
  }

  beforeAll(async () => {
    store = await tested.create()
    registry = await startTestRegistry({ catalog: { maxentries: 10 } }, { driver: await store.open() })
    for (const name of names.toReversed()) await pushImage(registry, name, 'latest')
    // No repositories: one has blobs only, the other an upload that was never finished.
    await pushBlob(registry, 'only/blobs', 'a blob')
    await registry.fetch('/v2/only/uploads/blobs/uploads/', { method: 'POST' })
    await registry.driver.putContent(storedPath('repositories/a-file'), Buffer.from('no repository'))
    // A tag may be called like a directory of the registry's own.
    await pushImage(registry, 'z', '_manifests')
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  it('answers the repositories that have manifests, in byte order of their names', async () => {
    await using unlimited = await startTestRegistry({}, { driver: await store.open() })
    const response = await unlimited.fetch('/v2/_catalog')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.has('link')).toBe(false)
    expect(await response.json()).toEqual({ repositories: names })
  })

  it('answers HEAD with the same headers and no body', async () => {
    const whole = await (await list('?n=2')).text()
    const response = await list('?n=2', 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(whole.length))
    expect(response.headers.has('link')).toBe(true)
    expect(await response.text()).toBe('')
  })

  it('answers n names and where the next ones are', async () => {
    const response = await list('?n=2')
    expect(response.headers.get('link')).toBe('</v2/_catalog?last=a-b&n=2>; rel="next"')
    expect(await namesOf(response)).toEqual(['a', 'a-b'])
  })

  it.each([1, 2, 3, 5, 10])('leads through all names by %i without a gap or a repetition', async (n) => {
    const pages = await walk(`/v2/_catalog?n=${n}`)
    expect(pages.flat()).toEqual(names)
    expect(pages.slice(0, -1).every((page) => page.length === n)).toBe(true)
  })

  it('answers catalog.maxentries names at most, to those who ask for more and to those who do not say', async () => {
    for (const query of ['', '?n=', '?n=11', '?n=999999999']) {
      const response = await list(query)
      expect(response.headers.get('link')).toBe('</v2/_catalog?last=b-b%2Fx&n=10>; rel="next"')
      expect(await namesOf(response)).toEqual(names.slice(0, 10))
    }
  })

  it('answers 100 names to those who do not say, where the configuration allows as many', async () => {
    await using large = await startTestRegistry()
    const digest = digestOf('a manifest')
    for (let index = 0; index < 101; index += 1) {
      const link = `repositories/many/r${index}/_manifests/revisions/sha256/${digest.slice(7)}/link`
      await large.driver.putContent(storedPath(link), Buffer.from(digest))
    }
    const response = await large.fetch('/v2/_catalog')
    expect(response.headers.has('link')).toBe(true)
    expect(await namesOf(response)).toHaveLength(100)
  })

  it('answers no names and no link to n=0', async () => {
    const response = await list('?n=0')
    expect(response.headers.has('link')).toBe(false)
    expect(await response.json()).toEqual({ repositories: [] })
  })

  it.each(['-1', 'abc', '1.5', '1e3', '9999999999', '%201'])('refuses n=%s with 400', async (n) => {
    const response = await list(`?n=${n}`)
    expect(response.status).toBe(400)
    expect(await errorCodes(response)).toEqual(['PAGINATION_NUMBER_INVALID'])
  })

  it.each([
    ['a', 'a-b'],
    ['a-b', 'a.b'],
    ['a/b/c', 'a/c'],
    ['a/c', 'a0'],
    ['a/a', 'a/b'],
    ['a/b/a', 'a/b/c'],
    ['a/zzz', 'a0'],
    ['a/b/c/d/e/f', 'a/c'],
    ['a-', 'a-b'],
    ['a-z', 'a.b'],
    ['a.b', 'a.b/c'],
    ['aa', 'b-b/x'],
    ['b', 'b-b/x'],
    ['b-c', 'b/a'],
    ['b/b', 'library/alpine'],
    ['0', 'a'],
    ['A', 'a'],
    ['library', 'library/alpine'],
    ['librarz', 'z'],
    ['a-b ', 'a.b'],
    ['a/', 'a/b'],
    ['a/\u00fc', 'a0'],
    ['/', 'a'],
    ['..', 'a'],
    ['....///....//', 'a'],
    ['\0', 'a'],
    ['b/_', 'b/a'],
  ])('goes on behind last=%s with %s, whether last exists or not', async (last, next) => {
    const [first] = await namesOf(await list(`?n=1&last=${encodeURIComponent(last)}`))
    expect(first).toBe(next)
  })

  it.each([
    'z',
    'z/a',
    'zz',
    '~',
    '\u00fc',
    'z\0',
    'z/_manifests',
    'z/_manifests/tags',
    'z/_manifests/tags/_manifests/current',
  ])('answers nothing behind last=%s', async (last) => {
    const response = await list(`?last=${encodeURIComponent(last)}`)
    expect(response.headers.has('link')).toBe(false)
    expect(await namesOf(response)).toEqual([])
  })

  it.each([
    ['the parent', '..'],
    ['above the root', '../../../..'],
    ['the root', '/'],
    ['two slashes', '//'],
    ['an absolute path', '/docker/registry/v2/blobs'],
    ['a path that climbs', 'a/../../..'],
    ['a dot', '.'],
    ['a dot between', 'a/./b'],
    ['a NUL', '\0'],
    ['a NUL in a name', 'a\0b'],
    ['an underscore', '_'],
    ["a directory of the registry's own", 'a/_manifests'],
    ['the tags of a repository', 'a/_manifests/tags'],
    ['the manifests of a repository', 'a/_manifests/revisions/sha256'],
    ['the layers of a repository', 'a/_layers/sha256'],
    ['not ASCII', '\u00fc'],
    ['255 characters', 'c'.repeat(255)],
    ['256 characters', 'c'.repeat(256)],
    ['5,000 characters', 'c'.repeat(5000)],
    ['2,000 parts', 'c/'.repeat(2000)],
    ['encoded twice', '%2e%2e%2f'],
    ['a pattern', '*'],
    ['a URL', 'a?b#c'],
  ])('answers repositories and nothing else where last is %s', async (_, last) => {
    const found = await namesOf(await list(`?last=${encodeURIComponent(last)}`))
    expect(names).toEqual(expect.arrayContaining([...found]))
  })

  it('does not answer what names of repositories lead through', async () => {
    const all = (await walk('/v2/_catalog?n=3')).flat()
    for (const name of ['b', 'b-b', 'library', 'only/blobs', 'only/uploads', 'a-file']) expect(all).not.toContain(name)
  })

  it('keeps a repository whose tags are removed, as its manifests are still there', async () => {
    await using other = await startTestRegistry()
    await pushImage(other, 'team/app', 'latest')
    await other.fetch('/v2/team/app/manifests/latest', { method: 'DELETE' })
    expect(await namesOf(await other.fetch('/v2/_catalog'))).toEqual(['team/app'])
  })

  it('leaves a repository out whose last manifest is deleted, until there is one again', async () => {
    await using emptied = await tested.create()
    await using other = await startTestRegistry({}, { driver: await emptied.open() })
    await pushImage(other, 'team/app/part', 'latest')
    const pushed = [
      await pushImage(other, 'team/app', 'one'),
      await pushImage(other, 'team/app', 'two', { annotations: {} }),
    ]
    for (const { digest } of pushed) {
      expect(await namesOf(await other.fetch('/v2/_catalog'))).toEqual(['team/app', 'team/app/part'])
      await other.fetch(`/v2/team/app/manifests/${digest}`, { method: 'DELETE' })
    }
    expect(await namesOf(await other.fetch('/v2/_catalog'))).toEqual(['team/app/part'])
    await pushImage(other, 'team/app', 'one')
    expect(await namesOf(await other.fetch('/v2/_catalog'))).toEqual(['team/app', 'team/app/part'])
  })

  it('answers an empty list for an empty store', async () => {
    await using empty = await tested.create()
    await using fresh = await startTestRegistry({}, { driver: await empty.open() })
    for (const query of ['', '?n=5', '?last=a/b']) {
      expect(await (await fresh.fetch(`/v2/_catalog${query}`)).json()).toEqual({ repositories: [] })
    }
  })

  it('refuses other methods with 405', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await list('', method)
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('GET, HEAD')
    }
  })
})
