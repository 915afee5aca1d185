import { type Catalog, CatalogError, catalogNames } from '@moorage/catalog-core'
import { createMemoryDriver } from '@moorage/driver-memory'
import { MemoryCatalog, MemoryCatalogData } from '@moorage/testkit/catalog'
import { describe, expect, it } from 'vitest'
import { pushImage } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

/** A catalog that can be down: then every call fails, or hangs. */
class FailingCatalog extends MemoryCatalog {
  state: 'up' | 'down' | 'hanging' = 'up'
  writes = 0

  override async record(...parameters: Parameters<Catalog['record']>): Promise<void> {
    this.writes += 1
    await this.#check(parameters[1]?.signal)
    await super.record(...parameters)
  }

  override async list(...parameters: Parameters<Catalog['list']>): ReturnType<Catalog['list']> {
    await this.#check(parameters[0].signal)
    return super.list(...parameters)
  }

  async #check(signal: AbortSignal | undefined): Promise<void> {
    if (this.state === 'hanging')
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
    if (this.state === 'up') return
    throw new CatalogError({ code: 'UNAVAILABLE', catalog: this.name, message: 'the database is down' })
  }
}

const equal = 'the catalog has the repositories of the store'

async function namesOf(registry: TestRegistry, query = ''): Promise<unknown> {
  const response = await registry.fetch(`/v2/_catalog${query}`)
  expect(response.status).toBe(200)
  return ((await response.json()) as { repositories: unknown }).repositories
}

async function deleteAll(registry: TestRegistry, name: string, digest: string): Promise<void> {
  expect((await registry.fetch(`/v2/${name}/manifests/${digest}`, { method: 'DELETE' })).status).toBe(202)
}

describe('a catalog that is kept', () => {
  it('has a repository as soon as a push to it is answered', async () => {
    await using catalog = new MemoryCatalog()
    await using registry = await startTestRegistry({}, { catalog })
    for (const name of ['b', 'a/b', 'a-b']) {
      await pushImage(registry, name, 'latest')
      expect(await namesOf(registry)).toContain(name)
    }
    expect(await namesOf(registry)).toEqual(['a-b', 'a/b', 'b'])
  })

  it('answers pages', async () => {
    await using catalog = new MemoryCatalog()
    await using registry = await startTestRegistry({}, { catalog })
    for (const name of ['a', 'b', 'c']) await pushImage(registry, name, 'latest')
    const response = await registry.fetch('/v2/_catalog?n=2')
    expect(response.headers.get('link')).toBe('</v2/_catalog?last=b&n=2>; rel="next"')
    expect(await namesOf(registry, '?last=b&n=2')).toEqual(['c'])
  })

  it('moves the time of a repository at each push', async () => {
    const data = new MemoryCatalogData()
    await using catalog = new MemoryCatalog(data)
    await using registry = await startTestRegistry({}, { catalog })
    await pushImage(registry, 'a', 'latest')
    expect(data.repositories.get('a')).toBeGreaterThan(1_700_000_000)
    data.repositories.set('a', 1000)
    await pushImage(registry, 'a', 'latest')
    expect(data.repositories.get('a')).toBeGreaterThan(1_700_000_000)
  })

  it('loses a repository with its last manifest, and not before', async () => {
    await using catalog = new MemoryCatalog()
    await using registry = await startTestRegistry({}, { catalog })
    const one = await pushImage(registry, 'a', 'one')
    const two = await pushImage(registry, 'a', 'two', { annotations: { 'org.example': 'another' } })
    await deleteAll(registry, 'a', one.digest)
    expect(await namesOf(registry)).toEqual(['a'])
    await deleteAll(registry, 'a', two.digest)
    expect(await namesOf(registry)).toEqual([])
    await pushImage(registry, 'a', 'one')
    expect(await namesOf(registry)).toEqual(['a'])
  })

  it('is made equal to the store at the start', async () => {
    const driver = createMemoryDriver()
    await using first = await startTestRegistry({}, { driver })
    for (const name of ['a', 'b/c']) await pushImage(first, name, 'latest')
    const data = new MemoryCatalogData()
    for (const name of ['b/c', 'gone']) data.repositories.set(name, 1000)
    await using catalog = new MemoryCatalog(data)
    await using second = await startTestRegistry({}, { driver, catalog })
    await second.hasLogged(equal)
    expect([...data.repositories]).toEqual([
      ['b/c', 1000],
      ['a', 0],
    ])
    expect(await namesOf(second)).toEqual(['a', 'b/c'])
  })
})

describe('a catalog that is down', () => {
  it('loses no push: the row is written when it is back', async () => {
    await using catalog = new FailingCatalog()
    await using registry = await startTestRegistry({}, { catalog })
    await pushImage(registry, 'before', 'latest')
    catalog.state = 'down'
    const told = registry.logged('the catalog takes no rows')
    for (let index = 0; index < 20; index += 1) await pushImage(registry, `during-${index}`, 'latest')
    expect(await told).toContain('the database is down')
    catalog.state = 'up'
    await registry.logged('the catalog takes rows again')
    expect(await Array.fromAsync(catalogNames(catalog))).toHaveLength(21)
  })

  it('is not asked for each push', async () => {
    await using catalog = new FailingCatalog()
    await using registry = await startTestRegistry({}, { catalog })
    catalog.state = 'down'
    for (let index = 0; index < 50; index += 1) await pushImage(registry, `a-${index}`, 'latest')
    expect(catalog.writes).toBeLessThan(20)
  })

  it('holds up a push for catalog.writetimeout and no longer, even where it hangs', async () => {
    await using catalog = new FailingCatalog()
    await using registry = await startTestRegistry({ catalog: { writetimeout: '50ms' } }, { catalog })
    catalog.state = 'hanging'
    const pushed = await pushImage(registry, 'a', 'latest')
    expect(pushed.response.status).toBe(201)
    catalog.state = 'up'
  })

  it('makes _catalog and the search answer 503 with Retry-After', async () => {
    await using catalog = new FailingCatalog()
    await using registry = await startTestRegistry({}, { catalog })
    await registry.hasLogged(equal)
    catalog.state = 'down'
    const response = await registry.fetch('/v2/_catalog')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.text()).toContain('the catalog of repositories cannot be reached')
  })

  it('is compared with the store once it is back, where it was down at the start', async () => {
    const driver = createMemoryDriver()
    await using first = await startTestRegistry({}, { driver })
    await pushImage(first, 'a', 'latest')
    await using catalog = new FailingCatalog()
    catalog.state = 'down'
    await using second = await startTestRegistry({}, { driver, catalog })
    await second.hasLogged('the catalog could not be compared with the store')
    catalog.state = 'up'
    await second.hasLogged(equal)
    expect(await namesOf(second)).toEqual(['a'])
  })

  it('does not keep a registry from stopping, which says how much is not written', async () => {
    await using catalog = new FailingCatalog()
    const registry = await startTestRegistry({ catalog: { writetimeout: '50ms' } }, { catalog })
    catalog.state = 'hanging'
    await pushImage(registry, 'a', 'latest')
    const told = registry.logged('stopped before the catalog had taken all rows')
    await registry[Symbol.asyncDispose]()
    expect(JSON.parse(await told)).toMatchObject({ rows: 1 })
  })

  it('is counted', async () => {
    await using catalog = new FailingCatalog()
    const http = { debug: { addr: '127.0.0.1:0', prometheus: { enabled: true } } }
    await using registry = await startTestRegistry({ http }, { catalog })
    await registry.hasLogged(equal)
    catalog.state = 'down'
    for (const name of ['a', 'b']) await pushImage(registry, name, 'latest')
    await registry.fetch('/v2/_catalog')
    const place = /http:[^"]+/.exec(await registry.hasLogged('state and metrics at'))?.[0]
    const metrics = async (): Promise<string> => (await registry.fetch(`${place}/metrics`)).text()
    expect(await metrics()).toMatch(/^registry_catalog_queue 2$/m)
    expect(await metrics()).toMatch(/^registry_catalog_errors_total\{operation="list"\} 1$/m)
    expect(await metrics()).toMatch(/^registry_catalog_errors_total\{operation="write"\} [1-9]/m)
    catalog.state = 'up'
    await registry.logged('the catalog takes rows again')
    expect(await metrics()).toMatch(/^registry_catalog_queue 0$/m)
    expect(await metrics()).toMatch(/^registry_catalog_rows_written_total 2$/m)
  })
})
