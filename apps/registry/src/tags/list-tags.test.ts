import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { artifactManifest, emptyJson } from '../testing/manifests.ts'
import { digestOf, errorCodes, pushBlob, pushImage, putManifest } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedPath } from '../testing/stored-files.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

interface TagList {
  readonly name: string
  readonly tags: readonly string[]
}

describe.each(testStores)('GET /v2/<name>/tags/list, over $kind', (tested) => {
  let store: TestStore
  let registry: TestRegistry
  const few = ['10', '9', 'A', 'Z', '_', 'a', 'a-b', 'a.b', 'a_b', 'aa', 'latest']
  const many = Array.from({ length: 1200 }, (_, index) => `build-${String(index).padStart(4, '0')}`)

  const list = (query = '', name = 'team/few', method = 'GET'): Promise<Response> =>
    registry.fetch(`/v2/${name}/tags/list${query}`, { method })
  const tagsOf = async (response: Response): Promise<readonly string[]> => {
    expect(response.status).toBe(200)
    return ((await response.json()) as TagList).tags
  }
  /** Follows Link headers to the end. */
  async function walk(path: string): Promise<(readonly string[])[]> {
    const pages: (readonly string[])[] = []
    for (let next: string | undefined = path; next !== undefined;) {
      const response = await registry.fetch(next)
      pages.push(await tagsOf(response))
      next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
    }
    return pages
  }
  async function pushUntagged(name: string): Promise<string> {
    await pushBlob(registry, name, emptyJson)
    const bytes = JSON.stringify(artifactManifest())
    expect((await putManifest(registry, name, digestOf(bytes), bytes)).response.status).toBe(201)
    return bytes
  }
  /** Writes a tag as a registry would have left it. */
  async function writeTag(name: string, tag: string, link: string): Promise<void> {
    const path = `repositories/${name}/_manifests/tags/${tag}/current/link`
    await registry.driver.putContent(storedPath(path), Buffer.from(link))
  }

  beforeAll(async () => {
    store = await tested.create()
    registry = await startTestRegistry(
      { tags: { maxtags: 500 }, storage: { cache: { lifetime: '0s' } } },
      { driver: await store.open() },
    )
    const bytes = await pushUntagged('team/few')
    for (const tag of few.toReversed()) await putManifest(registry, 'team/few', tag, bytes)
    const { digest } = await pushImage(registry, 'team/many', many[0] ?? '')
    for (const tag of many) await writeTag('team/many', tag, digest)
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  it('answers the name and its tags in order of their bytes', async () => {
    const response = await list()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.has('link')).toBe(false)
    expect(await response.json()).toEqual({ name: 'team/few', tags: few })
  })

  it('answers HEAD with the same headers and no body', async () => {
    const whole = await (await list()).text()
    const response = await list('', 'team/few', 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(whole.length))
    expect(await response.text()).toBe('')
  })

  it('answers all tags to those who do not ask for pages, however many', async () => {
    for (const query of ['', '?n=']) {
      const response = await list(query, 'team/many')
      expect(response.headers.has('link')).toBe(false)
      expect(await tagsOf(response)).toEqual(many)
    }
  })

  it('answers n tags and where the next ones are', async () => {
    const response = await list('?n=3')
    expect(response.headers.get('link')).toBe('</v2/team/few/tags/list?last=A&n=3>; rel="next"')
    expect(await tagsOf(response)).toEqual(few.slice(0, 3))
  })

  it.each([1, 2, 3, 10, 11, 12])('leads through all tags by %i without a gap or a repetition', async (n) => {
    const pages = await walk(`/v2/team/few/tags/list?n=${n}`)
    expect(pages.flat()).toEqual(few)
    expect(pages.map((page) => page.length)).toEqual(
      Array.from({ length: Math.ceil(few.length / n) }, (_, page) => Math.min(n, few.length - page * n)),
    )
  })

  it('leads through 1,200 tags by 100', async () => {
    const pages = await walk('/v2/team/many/tags/list?n=100')
    expect(pages).toHaveLength(12)
    expect(pages.flat()).toEqual(many)
  })

  it('answers tags.maxtags tags at most to those who ask for more', async () => {
    for (const n of [501, 1000, 999_999_999]) {
      const response = await list(`?n=${n}`, 'team/many')
      expect(response.headers.get('link')).toBe(`</v2/team/many/tags/list?last=build-0499&n=500>; rel="next"`)
      expect(await tagsOf(response)).toEqual(many.slice(0, 500))
    }
    expect((await walk('/v2/team/many/tags/list?n=1000')).flat()).toEqual(many)
  })

  it('answers no tags and no link to n=0', async () => {
    for (const query of ['?n=0', '?n=0&last=A', '?n=000']) {
      const response = await list(query)
      expect(response.headers.has('link')).toBe(false)
      expect(await response.json()).toEqual({ name: 'team/few', tags: [] })
    }
  })

  it.each(['-1', 'abc', '1.5', '1e3', '0x10', '+1', '%201', '1%00', '9999999999', '9'.repeat(400), 'null', '١'])(
    'refuses n=%s with 400',
    async (n) => {
      const response = await list(`?n=${n}`)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['PAGINATION_NUMBER_INVALID'])
    },
  )

  it.each([
    ['a tag', 'a', ['a-b', 'a.b', 'a_b', 'aa', 'latest']],
    ['no tag of the repository', 'b', ['latest']],
    ['no tag, and stands before all', '0', few],
    ['no tag, and stands behind all', 'zzz', []],
    ['the last tag', 'latest', []],
    ['empty', '', few],
    ['what no tag can be, and stands before all', '-', few],
    ['what no tag can be, and stands behind all', '~', []],
    ['what no tag can be, and stands between', 'a-%7E', ['a.b', 'a_b', 'aa', 'latest']],
    ['a path', '../../../../blobs', few],
    ['a path below a tag', 'a/current/link', ['a_b', 'aa', 'latest']],
    ['longer than a tag', `a${'a'.repeat(500)}`, ['latest']],
    ['not ASCII', '%C3%A9', []],
    ['a NUL', '%00', few],
  ])('goes on behind last when that is %s', async (_, last, expected) => {
    expect(await tagsOf(await list(`?last=${last}`))).toEqual(expected)
    const first = await list(`?n=1&last=${last}`)
    expect(await tagsOf(first)).toEqual(expected.slice(0, 1))
    expect(first.headers.has('link')).toBe(expected.length > 1)
  })

  it('shows a tag once it is pushed, and no longer once it is removed', async () => {
    await pushImage(registry, 'team/changing', 'one')
    await pushImage(registry, 'team/changing', 'two')
    expect(await tagsOf(await list('', 'team/changing'))).toEqual(['one', 'two'])
    await registry.fetch('/v2/team/changing/manifests/one', { method: 'DELETE' })
    expect(await tagsOf(await list('', 'team/changing'))).toEqual(['two'])
  })

  it('answers an empty list for a repository whose tags are all removed', async () => {
    const { digest } = await pushImage(registry, 'team/emptied', 'latest')
    await registry.fetch('/v2/team/emptied/manifests/latest', { method: 'DELETE' })
    expect(await (await list('', 'team/emptied')).json()).toEqual({ name: 'team/emptied', tags: [] })
    expect(await (await list('?n=0', 'team/emptied')).json()).toEqual({ name: 'team/emptied', tags: [] })
    expect((await registry.fetch(`/v2/team/emptied/manifests/${digest}`)).status).toBe(200)
  })

  it('answers an empty list for a repository that never had a tag', async () => {
    await pushUntagged('team/untagged')
    expect(await (await list('', 'team/untagged')).json()).toEqual({ name: 'team/untagged', tags: [] })
  })

  it.each(['team/unknown', 'team', 'team/few/more'])('answers 404 for %s, which is no repository', async (name) => {
    for (const query of ['', '?n=0', '?n=5', '?last=a']) {
      const response = await list(query, name)
      expect(response.status).toBe(404)
      expect(await errorCodes(response)).toEqual(['NAME_UNKNOWN'])
    }
  })

  it('answers 404 for a repository that has blobs but never had a manifest', async () => {
    await pushBlob(registry, 'team/blobs', 'a blob')
    expect((await list('', 'team/blobs')).status).toBe(404)
  })

  it.each([
    ['empty, as a crash of a Go registry leaves it', ''],
    ['cut', 'sha256:012345'],
    ['no digest', 'latest'],
  ])('leaves out a tag whose link is %s, and answers 404 for it', async (what, link) => {
    const name = `team/crashed${what.length}`
    await pushImage(registry, name, 'b-good')
    for (const tag of ['a-bad', 'c-bad']) await writeTag(name, tag, link)
    expect(await tagsOf(await list('', name))).toEqual(['b-good'])
    const page = await list('?n=1', name)
    expect(await tagsOf(page)).toEqual(['b-good'])
    expect(page.headers.has('link')).toBe(false)
    for (const method of ['GET', 'HEAD']) {
      expect((await registry.fetch(`/v2/${name}/manifests/a-bad`, { method })).status).toBe(404)
    }
  })

  it('leaves out a tag that was begun and never finished: its history is there, its link is not', async () => {
    const { digest } = await pushImage(registry, 'team/begun', 'good')
    const path = `repositories/team/begun/_manifests/tags/begun/index/sha256/${digest.slice(7)}/link`
    await registry.driver.putContent(storedPath(path), Buffer.from(digest))
    expect(await tagsOf(await list('', 'team/begun'))).toEqual(['good'])
  })

  it('takes such a tag when it is pushed again', async () => {
    const { bytes } = await pushImage(registry, 'team/healed', 'good')
    await writeTag('team/healed', 'bad', '')
    expect((await putManifest(registry, 'team/healed', 'bad', bytes)).response.status).toBe(201)
    expect(await tagsOf(await list('', 'team/healed'))).toEqual(['bad', 'good'])
  })

  it('removes such a tag when asked to', async () => {
    await pushImage(registry, 'team/swept', 'good')
    await writeTag('team/swept', 'bad', '')
    const response = await registry.fetch('/v2/team/swept/manifests/bad', { method: 'DELETE' })
    expect(response.status).toBe(202)
  })

  it('leaves out what lies among the tags and is none', async () => {
    await pushImage(registry, 'team/strange', 'good')
    const tags = storedPath('repositories/team/strange/_manifests/tags')
    await registry.driver.putContent(`${tags}/file`, Buffer.from(digestOf('a file')))
    await registry.driver.putContent(`${tags}/.hidden/current/link`, Buffer.from(digestOf('hidden')))
    expect(await tagsOf(await list('', 'team/strange'))).toEqual(['good'])
  })

  it('lists the tags of a repository that is named like a part of the API', async () => {
    for (const name of ['tags/list', 'manifests/tags', 'blobs/uploads', 'a/tags/list']) {
      await pushImage(registry, name, 'v1')
      expect(await (await list('', name)).json()).toEqual({ name, tags: ['v1'] })
    }
  })

  it('refuses other methods with 405', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await list('', 'team/few', method)
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('GET, HEAD')
    }
  })

  it('shows on one registry what another one tagged', async () => {
    await using other = await startTestRegistry(
      { storage: { cache: { lifetime: '0s' } } },
      { driver: await store.open() },
    )
    await pushImage(other, 'team/shared', 'one')
    expect(await tagsOf(await list('', 'team/shared'))).toEqual(['one'])
    await other.fetch('/v2/team/shared/manifests/one', { method: 'DELETE' })
    expect(await tagsOf(await list('', 'team/shared'))).toEqual([])
  })
})
