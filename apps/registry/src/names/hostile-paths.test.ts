import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf, pushImage } from '../testing/push.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedFiles, storedPath } from '../testing/stored-files.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

const names = [
  '..',
  '../..',
  '%2e%2e',
  '%2e%2e%2f%2e%2e',
  'victim/..',
  'victim/../victim',
  'victim/%2e%2e/victim',
  'victim%2f..%2fvictim',
  'victim%2Fapp',
  '.',
  'victim//app',
  '/victim/app',
  '%00',
  'victim%00',
  'victim/app%0a',
  'victim%5capp',
  '%252e%252e',
  'victim/_manifests',
  'victim/app/_layers/sha256',
  '_catalog',
  'VICTIM/app',
  '%56ictim/app',
  'victim/app%',
  'victim/%zz',
  'victim/%c0%ae%c0%ae',
  'v%C3%ADctim/app',
  'a'.repeat(256),
  `${'a-'.repeat(20_000)}!`,
]
const references = [
  '..',
  '%2e%2e',
  '%2e%2e%2f%2e%2e%2fother%2f_manifests%2ftags%2flatest',
  '..%2fother',
  'latest%2fcurrent',
  'latest%00',
  '%00',
  'sha256:..%2f..%2f..',
  'sha256%3a%2e%2e',
  `sha256:${'%2e%2e%2f'.repeat(21)}a`,
  '_state%2f..',
  '%',
  'x'.repeat(20_000),
]
const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH']

describe.each(testStores)('a hostile path, over $kind', (tested) => {
  let store: TestStore
  let registry: TestRegistry
  let files: Record<string, string>

  beforeAll(async () => {
    store = await tested.create()
    registry = await startTestRegistry({}, { driver: await store.open() })
    await pushImage(registry, 'victim/app', 'latest')
    await pushImage(registry, 'victim/other', 'latest')
    await registry.driver.putContent('/secret', Buffer.from('not to be read'))
    await registry.driver.putContent(storedPath('secret'), Buffer.from('not to be read'))
    files = await storedFiles(registry.driver)
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  async function assertRefused(path: string): Promise<void> {
    for (const method of methods) {
      const writes = method === 'PUT' || method === 'POST' || method === 'PATCH'
      const response = await rawRequest(registry, { method, path, ...(writes ? { body: '{}' } : {}) })
      expect([400, 404, 405], `${method} ${path} was answered ${response.status}`).toContain(response.status)
      expect(response.body).not.toContain('not to be read')
      expect(response.body).not.toContain('docker/registry')
    }
  }

  it.each(names.map((name) => [name.slice(0, 60), name]))('with the name %s is refused everywhere', async (_, name) => {
    const digest = digestOf('missing')
    for (const rest of ['manifests/latest', `manifests/${digest}`, 'tags/list', `blobs/${digest}`, 'blobs/uploads/']) {
      await assertRefused(`/v2/${name}/${rest}`)
    }
    expect(await storedFiles(registry.driver)).toEqual(files)
  })

  it.each(references.map((reference) => [reference.slice(0, 60), reference]))(
    'with the reference %s is refused everywhere',
    async (_, reference) => {
      for (const rest of ['manifests', 'blobs', 'blobs/uploads', 'referrers']) {
        await assertRefused(`/v2/victim/app/${rest}/${reference}`)
      }
      expect(await storedFiles(registry.driver)).toEqual(files)
    },
  )

  it('may write a legal name in percent-encoding', async () => {
    const response = await rawRequest(registry, { path: '/v2/%76ictim/app/manifests/l%61test' })
    expect(response.status).toBe(200)
  })

  it.each(['/v2/../secret', '/v2/%2e%2e/secret', '/../secret', '/secret', '//v2/', '/v2//', '/v2/x', '/V2/', '*'])(
    'leads nowhere: %s',
    async (path) => {
      const response = await rawRequest(registry, { path })
      expect([400, 404]).toContain(response.status)
      expect(response.body).not.toContain('not to be read')
    },
  )
})
