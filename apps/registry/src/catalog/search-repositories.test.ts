import { MemoryCatalog } from '@moorage/testkit/catalog'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes, pushImage } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

const names = ['app', 'team/app', 'team/app-two', 'team/other']

const catalogs = [
  { kind: 'the storage', open: () => undefined },
  { kind: 'a catalog', open: () => new MemoryCatalog() },
]

interface Answer {
  readonly results: readonly { readonly name: string }[]
}

describe.each(catalogs)('GET /v1/search, from $kind', ({ open }) => {
  const catalog = open()
  let registry: TestRegistry
  const search = (query: string): Promise<Response> => registry.fetch(`/v1/search${query}`)
  const found = async (query: string): Promise<readonly string[]> =>
    ((await (await search(query)).json()) as Answer).results.map(({ name }) => name)

  beforeAll(async () => {
    registry = await startTestRegistry({}, catalog === undefined ? {} : { catalog })
    for (const name of names.toReversed()) await pushImage(registry, name, 'latest')
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  it('answers what Docker shows', async () => {
    const response = await search('?q=two&n=25')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({
      query: 'two',
      num_results: 1,
      num_pages: 1,
      page: 1,
      page_size: 25,
      results: [
        {
          name: 'team/app-two',
          description: '',
          star_count: 0,
          is_official: false,
          is_automated: false,
          is_trusted: false,
        },
      ],
    })
  })

  it.each([
    ['?q=app', ['app', 'team/app', 'team/app-two']],
    ['?q=TEAM%2FApp', ['team/app', 'team/app-two']],
    ['?q=', names],
    ['', names],
    ['?q=%25', []],
    ['?q=_', []],
    ["?q=' OR 1=1", []],
    ['?q=%00', []],
  ])('%s finds %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
  })

  it('answers pages', async () => {
    expect(await found('?q=app&n=2')).toEqual(['app', 'team/app'])
    expect(await found('?q=app&n=2&page=2')).toEqual(['team/app-two'])
    expect(await found('?q=app&n=2&page=3')).toEqual([])
    expect(await (await search('?q=app&n=2&page=2')).json()).toMatchObject({
      num_results: 3,
      num_pages: 2,
      page: 2,
      page_size: 2,
    })
  })

  it('answers 25 results where a client names no number, and 100 at most', async () => {
    for (const n of ['', '&n=', '&n=0'])
      expect(await (await search(`?q=a${n}`)).json()).toMatchObject({ page_size: 25 })
    expect(await (await search('?q=a&n=1000')).json()).toMatchObject({ page_size: 100 })
  })

  it.each(['n=-1', 'n=abc', 'n=1e3', 'page=0', 'page=-1', 'page=x', 'page=99999999999'])(
    'refuses %s',
    async (query) => {
      const response = await search(`?q=a&${query}`)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['PAGINATION_NUMBER_INVALID'])
    },
  )

  it('refuses other methods with 405', async () => {
    const response = await registry.fetch('/v1/search?q=a', { method: 'POST' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })
})

it('GET /v1/_ping says that the registry stands alone', async () => {
  await using registry = await startTestRegistry()
  const response = await registry.fetch('/v1/_ping')
  expect(response.status).toBe(200)
  expect(response.headers.get('x-docker-registry-standalone')).toBe('true')
  expect(await response.json()).toBe(true)
})
