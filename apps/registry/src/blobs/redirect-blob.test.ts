import { DriverError, type StorageDriver } from '@moorage/driver-core'
import { createMemoryDriver } from '@moorage/driver-memory'
import { afterAll, afterEach, beforeAll, describe, expect, it, type Mock, vi } from 'vitest'
import { digestOf, errorCodes, pushBlob, pushImage, type PushedManifest } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { withCapabilities } from '../testing/with-capabilities.ts'

const bytes = 'bytes that the store hands out itself'
const digest = digestOf(bytes)
const name = 'team/app'

type RedirectUrl = StorageDriver['redirectUrl']

/** A store whose URLs say what they are good for. */
function createRedirectingDriver(): { driver: StorageDriver; redirectUrl: Mock<RedirectUrl> } {
  const redirectUrl = vi.fn<RedirectUrl>(
    async (path, { method }) => new URL(`https://images.store.example${path}?method=${method}&signature=abc`),
  )
  const driver = Object.assign(createMemoryDriver(), { redirectUrl })
  return { driver: withCapabilities(driver, { ...driver.capabilities, redirect: true }), redirectUrl }
}

async function startWith(redirect: { disable: boolean } | undefined, driver: StorageDriver): Promise<TestRegistry> {
  return startTestRegistry({ storage: redirect === undefined ? {} : { redirect } }, { driver })
}

describe('a store that hands out bytes itself', () => {
  const { driver, redirectUrl } = createRedirectingDriver()
  let registry: TestRegistry
  let image: PushedManifest

  beforeAll(async () => {
    registry = await startWith(undefined, driver)
    await pushBlob(registry, name, bytes)
    image = await pushImage(registry, name, 'latest')
  })
  afterEach(() => redirectUrl.mockClear())
  afterAll(() => registry[Symbol.asyncDispose]())

  const ask = (method: string, headers: Record<string, string> = {}, path = `blobs/${digest}`): Promise<Response> =>
    registry.fetch(`/v2/${name}/${path}`, { method, headers })

  it('gets a client sent to a URL for GET, with no body', async () => {
    const response = await ask('GET')
    expect(response.status).toBe(307)
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.origin).toBe('https://images.store.example')
    expect(location.pathname).toMatch(new RegExp(`/blobs/sha256/[0-9a-f]{2}/${digest.slice(7)}/data$`))
    expect(location.searchParams.get('method')).toBe('GET')
    expect(response.headers.get('docker-content-digest')).toBe(digest)
    expect(response.headers.get('content-length')).toBe('0')
    expect(await response.text()).toBe('')
  })

  it('is not asked for a URL for HEAD: what a client wants to know is known here, and the digest besides', async () => {
    const response = await ask('HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('docker-content-digest')).toBe(digest)
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    expect(redirectUrl).not.toHaveBeenCalled()
  })

  it('gets nobody to remember a URL that ends', async () => {
    expect((await ask('GET')).headers.get('cache-control')).toBe('no-store')
  })

  it('gets a client that wants a range sent there too: it asks there for the range', async () => {
    expect((await ask('GET', { range: 'bytes=2-5' })).status).toBe(307)
  })

  it('gets no client sent there that has the bytes', async () => {
    expect((await ask('GET', { 'if-none-match': `"${digest}"` })).status).toBe(304)
  })

  it.each([
    ['of a repository that does not hold it', `/v2/other/app/blobs/${digest}`],
    ['that nobody has', `/v2/${name}/blobs/${digestOf('no')}`],
  ])('is not asked for a URL of a blob %s', async (_, path) => {
    for (const method of ['GET', 'HEAD']) expect((await registry.fetch(path, { method })).status).toBe(404)
    expect(redirectUrl).not.toHaveBeenCalled()
  })

  it.each(['latest', 'its digest'])('never gets a manifest asked of it, by %s', async (reference) => {
    for (const method of ['GET', 'HEAD']) {
      const path = `manifests/${reference === 'latest' ? 'latest' : image.digest}`
      expect((await ask(method, {}, path)).status).toBe(200)
    }
    expect(redirectUrl).not.toHaveBeenCalled()
  })

  it('has its refusal to make one answered as any other', async () => {
    const refusal = new DriverError({ code: 'RATE_LIMITED', driver: 'cos', message: 'slow', retryAfterSeconds: 4 })
    redirectUrl.mockRejectedValueOnce(refusal)
    const response = await ask('GET')
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '4'])
    expect(await errorCodes(response)).toEqual(['TOOMANYREQUESTS'])
  })
})

it.each([
  [{ disable: true }, 200],
  [{ disable: false }, 307],
])('storage.redirect %j answers %i', async (redirect, status) => {
  await using registry = await startWith(redirect, createRedirectingDriver().driver)
  await pushBlob(registry, name, bytes)
  const response = await registry.fetch(`/v2/${name}/blobs/${digest}`)
  expect(response.status).toBe(status)
  expect(await response.text()).toBe(status === 200 ? bytes : '')
})

it('a store that has no URL for a file sends its bytes through the registry', async () => {
  const { driver, redirectUrl } = createRedirectingDriver()
  redirectUrl.mockResolvedValue(undefined)
  await using registry = await startWith(undefined, driver)
  await pushBlob(registry, name, bytes)
  expect(await (await registry.fetch(`/v2/${name}/blobs/${digest}`)).text()).toBe(bytes)
})
