import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { artifactManifest, descriptorOf, emptyJson, ociImage } from '../testing/manifests.ts'
import { digestOf, errorCodes, pushBlob, pushImage, putManifest } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedFiles, storedPath } from '../testing/stored-files.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

const hexOf = (digest: string): string => digest.slice(digest.indexOf(':') + 1)
const dataPath = (digest: string): string => `blobs/sha256/${hexOf(digest).slice(0, 2)}/${hexOf(digest)}/data`

describe.each(testStores)('manifests over $kind', (tested) => {
  let store: TestStore
  let registry: TestRegistry

  beforeEach(async () => {
    store = await tested.create()
    registry = await startTestRegistry({}, { driver: await store.open() })
  })
  afterEach(async () => {
    await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  const manifests = 'repositories/team/app/_manifests'
  const layers = 'repositories/team/app/_layers'
  const get = (from: TestRegistry, reference: string): Promise<Response> =>
    from.fetch(`/v2/team/app/manifests/${reference}`)

  it('are stored exactly as the Go registry stores them', async () => {
    await pushBlob(registry, 'team/app', emptyJson)
    const layer = 'the layer'
    const { digest, bytes } = await putManifest(
      registry,
      'team/app',
      'v1',
      artifactManifest({ layers: [descriptorOf(layer, 'application/octet-stream')] }),
    )
    // Refused: the layer is missing. Not a trace of it stays.
    const empty = digestOf(emptyJson)
    const beforehand = { [dataPath(empty)]: emptyJson, [`${layers}/sha256/${hexOf(empty)}/link`]: empty }
    expect(await storedFiles(registry.driver)).toEqual(beforehand)

    await pushBlob(registry, 'team/app', layer)
    expect((await putManifest(registry, 'team/app', 'v1', bytes)).response.status).toBe(201)
    expect(await storedFiles(registry.driver)).toEqual({
      ...beforehand,
      [dataPath(digestOf(layer))]: layer,
      [`${layers}/sha256/${hexOf(digestOf(layer))}/link`]: digestOf(layer),
      [dataPath(digest)]: bytes,
      [`${manifests}/revisions/sha256/${hexOf(digest)}/link`]: digest,
      [`${manifests}/tags/v1/current/link`]: digest,
      [`${manifests}/tags/v1/index/sha256/${hexOf(digest)}/link`]: digest,
    })
  })

  it('are stored under their sha256 digest when pushed by sha512, with a link under each', async () => {
    await pushBlob(registry, 'team/app', emptyJson)
    const bytes = JSON.stringify(artifactManifest())
    const long = digestOf(bytes, 'sha512')
    expect((await putManifest(registry, 'team/app', long, bytes)).response.status).toBe(201)
    const files = await storedFiles(registry.driver)
    expect(Object.keys(files).filter((path) => path.startsWith('blobs/sha512'))).toEqual([])
    expect(files).toMatchObject({
      [dataPath(digestOf(bytes))]: bytes,
      [`${manifests}/revisions/sha256/${hexOf(digestOf(bytes))}/link`]: digestOf(bytes),
      [`${manifests}/revisions/sha512/${hexOf(long)}/link`]: digestOf(bytes),
    })
  })

  it('keep the history of a tag that moves', async () => {
    const first = await pushImage(registry, 'team/app', 'v1')
    const second = await pushImage(registry, 'team/app', 'v1', { annotations: { turn: 'second' } })
    expect(await storedFiles(registry.driver)).toMatchObject({
      [`${manifests}/tags/v1/current/link`]: second.digest,
      [`${manifests}/tags/v1/index/sha256/${hexOf(first.digest)}/link`]: first.digest,
      [`${manifests}/tags/v1/index/sha256/${hexOf(second.digest)}/link`]: second.digest,
    })
  })

  it('have one small file of ours for each referrer, which the Go registry ignores', async () => {
    await pushBlob(registry, 'team/app', emptyJson)
    const subject = descriptorOf('the subject', ociImage)
    const annotations = { a: '1' }
    const { digest, bytes } = await putManifest(
      registry,
      'team/app',
      'sbom',
      artifactManifest({ subject, annotations }),
    )
    const files = await storedFiles(registry.driver)
    const path = `repositories/team/app/_referrers/sha256/${hexOf(String(subject['digest']))}/sha256-${hexOf(digest)}`
    expect(Object.keys(files).filter((each) => each.includes('_referrers'))).toEqual([path])
    expect(JSON.parse(files[path] ?? '')).toEqual({
      mediaType: ociImage,
      digest,
      size: bytes.length,
      artifactType: 'application/vnd.example.sbom',
      annotations,
    })
  })

  it('leave bytes and layers behind when deleted, and nothing else', async () => {
    const { digest, bytes } = await pushImage(registry, 'team/app', 'v1')
    expect((await registry.fetch(`/v2/team/app/manifests/${digest}`, { method: 'DELETE' })).status).toBe(202)
    const files = await storedFiles(registry.driver)
    expect(files[dataPath(digest)]).toBe(bytes)
    expect(Object.keys(files).filter((path) => path.includes('_manifests'))).toEqual([])
  })

  it.each([
    ['are gone', undefined],
    ['are none, as a crash leaves them', ''],
    ['are half of a manifest', '{"schemaVersion":2,"config":'],
    ['are none of a manifest', 'layer'],
  ])('answer 404 when the link is there and the bytes %s', async (_, bytes) => {
    const { digest } = await pushImage(registry, 'team/app', 'v1')
    await using fresh = await startTestRegistry({}, { driver: await store.open() })
    if (bytes === undefined) await fresh.driver.delete(storedPath(dataPath(digest)))
    else await fresh.driver.putContent(storedPath(dataPath(digest)), Buffer.from(bytes))
    for (const reference of [digest, 'v1']) {
      const response = await get(fresh, reference)
      expect(response.status).toBe(404)
      expect(await errorCodes(response)).toEqual(['MANIFEST_UNKNOWN'])
    }
  })

  it('come back whole when pushed again after their bytes were lost', async () => {
    const { digest, bytes } = await pushImage(registry, 'team/app', 'v1')
    await using fresh = await startTestRegistry({}, { driver: await store.open() })
    await fresh.driver.putContent(storedPath(dataPath(digest)), Buffer.from(''))
    expect((await get(fresh, 'v1')).status).toBe(404)
    expect((await putManifest(fresh, 'team/app', 'v1', bytes)).response.status).toBe(201)
    await using other = await startTestRegistry({}, { driver: await store.open() })
    expect(await (await get(other, 'v1')).text()).toBe(bytes)
  })

  it.each([
    ['empty, as a crash leaves it', ''],
    ['cut', 'sha256:abc'],
    ['no digest', 'the quick brown fox'],
    ['of a digest that climbs', `sha256:${'../'.repeat(21)}a`],
  ])('answer 404 when a revision link is %s', async (_, link) => {
    const { digest } = await pushImage(registry, 'team/app', 'v1')
    await using fresh = await startTestRegistry({}, { driver: await store.open() })
    const path = storedPath(`${manifests}/revisions/sha256/${hexOf(digest)}/link`)
    await fresh.driver.putContent(path, Buffer.from(link))
    expect((await get(fresh, digest)).status).toBe(404)
    expect((await get(fresh, 'v1')).status).toBe(404)
  })
})

describe.each(testStores)('two registries over $kind', (tested) => {
  let store: TestStore
  let one: TestRegistry
  let two: TestRegistry

  const start = async (lifetime: string): Promise<TestRegistry> =>
    startTestRegistry({ storage: { cache: { lifetime } } }, { driver: await store.open() })
  const digestAt = async (registry: TestRegistry, reference: string): Promise<string | null> => {
    const response = await registry.fetch(`/v2/team/app/manifests/${reference}`, { method: 'HEAD' })
    return response.status === 200 ? response.headers.get('docker-content-digest') : null
  }
  const remove = async (registry: TestRegistry, path: string): Promise<void> => {
    expect((await registry.fetch(`/v2/team/app/${path}`, { method: 'DELETE' })).status).toBe(202)
  }

  beforeEach(async () => {
    store = await tested.create()
    one = await start('0s')
    two = await start('0s')
  })
  afterEach(async () => {
    for (const registry of [one, two]) await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  it('both answer what either was given', async () => {
    const first = await pushImage(one, 'team/app', 'v1')
    expect(await digestAt(two, 'v1')).toBe(first.digest)
    const second = await pushImage(two, 'team/app', 'v1', { annotations: { turn: 'second' } })
    expect(await digestAt(one, 'v1')).toBe(second.digest)
    expect(await digestAt(one, first.digest)).toBe(first.digest)
  })

  it('both forget a manifest that either deleted', async () => {
    const { digest } = await pushImage(one, 'team/app', 'v1')
    expect(await digestAt(two, 'v1')).toBe(digest)
    await remove(one, `manifests/${digest}`)
    for (const registry of [one, two]) {
      expect(await digestAt(registry, digest)).toBeNull()
      expect(await digestAt(registry, 'v1')).toBeNull()
    }
  })

  it('both forget a tag that either deleted, and keep the manifest', async () => {
    const { digest } = await pushImage(one, 'team/app', 'v1')
    expect(await digestAt(two, 'v1')).toBe(digest)
    await remove(one, 'manifests/v1')
    for (const registry of [one, two]) {
      expect(await digestAt(registry, 'v1')).toBeNull()
      expect(await digestAt(registry, digest)).toBe(digest)
    }
  })

  it('both forget a layer that either deleted, and refuse what needs it', async () => {
    await pushBlob(one, 'team/app', emptyJson)
    const digest = await pushBlob(one, 'team/app', 'the layer')
    expect((await two.fetch(`/v2/team/app/blobs/${digest}`)).status).toBe(200)
    await remove(two, `blobs/${digest}`)
    const layers = [descriptorOf('the layer', 'application/octet-stream')]
    for (const registry of [one, two]) {
      expect((await registry.fetch(`/v2/team/app/blobs/${digest}`)).status).toBe(404)
      expect((await putManifest(registry, 'team/app', 'v1', artifactManifest({ layers }))).response.status).toBe(400)
    }
  })

  it('know at once of their own changes, however long they remember those of others', async () => {
    await using slow = await start('1h')
    const first = await pushImage(slow, 'team/app', 'v1')
    expect(await digestAt(slow, 'v1')).toBe(first.digest)
    const second = await pushImage(slow, 'team/app', 'v1', { annotations: { turn: 'second' } })
    expect(await digestAt(slow, 'v1')).toBe(second.digest)
    await remove(slow, 'manifests/v1')
    expect(await digestAt(slow, 'v1')).toBeNull()
    expect(await digestAt(slow, second.digest)).toBe(second.digest)
    await remove(slow, `manifests/${second.digest}`)
    expect(await digestAt(slow, second.digest)).toBeNull()
    const digest = await pushBlob(slow, 'team/app', 'the layer')
    await remove(slow, `blobs/${digest}`)
    expect((await slow.fetch(`/v2/team/app/blobs/${digest}`)).status).toBe(404)
    expect(await digestAt(slow, first.digest)).toBe(first.digest)
  })

  it('know at once what another pushed: that something is missing is never remembered', async () => {
    await using slow = await start('1h')
    expect(await digestAt(slow, 'v1')).toBeNull()
    const { digest } = await pushImage(one, 'team/app', 'v1')
    expect(await digestAt(slow, 'v1')).toBe(digest)
    expect(await digestAt(slow, digest)).toBe(digest)
  })
})
