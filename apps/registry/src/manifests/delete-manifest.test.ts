import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { artifactManifest, descriptorOf, ociImage } from '../testing/manifests.ts'
import { digestOf, errorCodes, pushBlob, pushImage, putManifest } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedFiles, storedPath } from '../testing/stored-files.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

describe.each(testStores)('DELETE /v2/<name>/manifests/<reference>, over $kind', (tested) => {
  let store: TestStore
  let registry: TestRegistry

  beforeAll(async () => {
    store = await tested.create()
    registry = await startTestRegistry({}, { driver: await store.open() })
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  const remove = (name: string, reference: string): Promise<Response> =>
    registry.fetch(`/v2/${name}/manifests/${reference}`, { method: 'DELETE' })
  const statusOf = async (name: string, reference: string): Promise<number> =>
    (await registry.fetch(`/v2/${name}/manifests/${reference}`)).status
  const tagsOf = async (name: string): Promise<string[]> => {
    const body = (await (await registry.fetch(`/v2/${name}/tags/list`)).json()) as { tags: string[] }
    return body.tags
  }
  const referrersOf = async (name: string, digest: string): Promise<string[]> => {
    const response = await registry.fetch(`/v2/${name}/referrers/${digest}`)
    const body = (await response.json()) as { manifests: { digest: string }[] }
    return body.manifests.map((manifest) => manifest.digest)
  }

  it('removes a tag, and leaves the manifest and its other tags', async () => {
    const { digest } = await pushImage(registry, 'tags/one', 'first')
    await pushImage(registry, 'tags/one', 'second')
    const response = await remove('tags/one', 'first')
    expect(response.status).toBe(202)
    expect(await response.text()).toBe('')
    expect(await statusOf('tags/one', 'first')).toBe(404)
    expect(await statusOf('tags/one', 'second')).toBe(200)
    expect(await statusOf('tags/one', digest)).toBe(200)
    expect(await tagsOf('tags/one')).toEqual(['second'])
  })

  it('leaves a tag alone whose name begins with that of the removed one', async () => {
    for (const tag of ['v1', 'v1-beta', 'v1.0', 'v10']) await pushImage(registry, 'tags/prefix', tag)
    expect((await remove('tags/prefix', 'v1')).status).toBe(202)
    expect(await tagsOf('tags/prefix')).toEqual(['v1-beta', 'v1.0', 'v10'])
    expect(await statusOf('tags/prefix', 'v1.0')).toBe(200)
  })

  it('removes a manifest by digest with all its tags, and no others', async () => {
    const { digest } = await pushImage(registry, 'digests/tagged', 'first')
    await pushImage(registry, 'digests/tagged', 'second')
    await pushImage(registry, 'digests/tagged', 'other', { annotations: { other: 'yes' } })
    expect((await remove('digests/tagged', digest)).status).toBe(202)
    for (const reference of [digest, 'first', 'second']) expect(await statusOf('digests/tagged', reference)).toBe(404)
    expect(await statusOf('digests/tagged', 'other')).toBe(200)
    expect(await tagsOf('digests/tagged')).toEqual(['other'])
  })

  it('leaves the manifest in other repositories', async () => {
    const { digest, bytes } = await pushImage(registry, 'shared/one', 'latest')
    const { config, layers } = JSON.parse(bytes) as { config: { digest: string }; layers: { digest: string }[] }
    for (const blob of [config.digest, ...layers.map((layer) => layer.digest)]) {
      const mounted = await registry.fetch(`/v2/shared/two/blobs/uploads/?mount=${blob}&from=shared/one`, {
        method: 'POST',
      })
      expect(mounted.status).toBe(201)
    }
    expect((await putManifest(registry, 'shared/two', 'latest', bytes)).response.status).toBe(201)
    expect((await remove('shared/one', digest)).status).toBe(202)
    expect(await statusOf('shared/two', 'latest')).toBe(200)
    expect(await statusOf('shared/two', digest)).toBe(200)
  })

  it('leaves layers and config where they are', async () => {
    const { digest, bytes } = await pushImage(registry, 'digests/layers', 'latest')
    await remove('digests/layers', digest)
    const { config } = JSON.parse(bytes) as { config: { digest: string } }
    expect((await registry.fetch(`/v2/digests/layers/blobs/${config.digest}`)).status).toBe(200)
  })

  it('does not bring old tags back when a deleted manifest is pushed again', async () => {
    const { digest, bytes } = await pushImage(registry, 'digests/again', 'old')
    await remove('digests/again', digest)
    expect((await putManifest(registry, 'digests/again', digest, bytes)).response.status).toBe(201)
    expect(await statusOf('digests/again', digest)).toBe(200)
    expect(await statusOf('digests/again', 'old')).toBe(404)
    expect(await tagsOf('digests/again')).toEqual([])
  })

  it('removes the tags of a manifest whose bytes are gone, too', async () => {
    await using other = await startTestRegistry({}, { driver: await store.open() })
    const { digest, bytes } = await pushImage(registry, 'digests/gone', 'old', { annotations: { only: 'here' } })
    await other.driver.delete(storedPath(`blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}`))
    const response = await other.fetch(`/v2/digests/gone/manifests/${digest}`, { method: 'DELETE' })
    expect(response.status).toBe(202)
    expect((await putManifest(other, 'digests/gone', digest, bytes)).response.status).toBe(201)
    expect((await other.fetch('/v2/digests/gone/manifests/old')).status).toBe(404)
  })

  it.each([
    ['nothing, as a crash leaves it', ''],
    ['what a Go registry takes and this one does not', '{"schemaVersion":2,"config":{},"layers":[{"size":-1}]}'],
  ])('removes a manifest of %s', async (what, bytes) => {
    const name = `digests/odd${what.length}`
    const digest = digestOf(bytes)
    const { driver } = registry
    await driver.putContent(
      storedPath(`blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}/data`),
      Buffer.from(bytes),
    )
    for (const link of [`revisions/sha256/${digest.slice(7)}`, 'tags/odd/current']) {
      await driver.putContent(storedPath(`repositories/${name}/_manifests/${link}/link`), Buffer.from(digest))
    }
    expect((await remove(name, digest)).status).toBe(202)
    expect(await statusOf(name, 'odd')).toBe(404)
    expect((await remove(name, digest)).status).toBe(404)
  })

  it.each(['sha256', 'sha512'] as const)(
    'removes a manifest that was pushed by sha512 under both digests when asked by %s',
    async (algorithm) => {
      const name = `digests/by-${algorithm}`
      const { bytes } = await pushImage(registry, name, 'short')
      expect((await putManifest(registry, name, `${digestOf(bytes, 'sha512')}?tag=long`, bytes)).response.status).toBe(
        201,
      )
      expect((await remove(name, digestOf(bytes, algorithm))).status).toBe(202)
      for (const reference of [digestOf(bytes), digestOf(bytes, 'sha512'), 'short', 'long']) {
        expect(await statusOf(name, reference)).toBe(404)
      }
    },
  )

  it('takes a referrer off the list of its subject', async () => {
    await pushBlob(registry, 'referrers/one', '{}')
    const subject = descriptorOf('the subject', ociImage)
    const manifest = artifactManifest({ subject })
    const kept = await putManifest(registry, 'referrers/one', 'kept', { ...manifest, annotations: { kept: 'yes' } })
    const removed = await putManifest(registry, 'referrers/one', 'removed', manifest)
    expect((await referrersOf('referrers/one', String(subject['digest']))).toSorted()).toEqual(
      [kept.digest, removed.digest].toSorted(),
    )
    expect((await remove('referrers/one', removed.digest)).status).toBe(202)
    expect(await referrersOf('referrers/one', String(subject['digest']))).toEqual([kept.digest])
    const files = Object.keys(await storedFiles(registry.driver)).filter((path) => path.includes('/_referrers/'))
    expect(files.some((path) => path.includes(removed.digest.slice(7)))).toBe(false)
  })

  it('leaves a referrer on the list when only its tag is removed', async () => {
    await pushBlob(registry, 'referrers/untagged', '{}')
    const subject = descriptorOf('the subject', ociImage)
    const { digest } = await putManifest(registry, 'referrers/untagged', 'sbom', artifactManifest({ subject }))
    expect((await remove('referrers/untagged', 'sbom')).status).toBe(202)
    expect(await referrersOf('referrers/untagged', String(subject['digest']))).toEqual([digest])
  })

  it.each([
    ['a tag', 'missing'],
    ['a digest', digestOf('missing')],
    ['a text that no tag can be', '-missing'],
  ])('answers 404 for %s that is not there', async (_, reference) => {
    await pushImage(registry, 'missing/app', 'latest')
    const response = await remove('missing/app', reference)
    expect(response.status).toBe(404)
    expect(await errorCodes(response)).toEqual(['MANIFEST_UNKNOWN'])
    expect((await remove('missing/repository', reference)).status).toBe(404)
  })

  it('answers 404 the second time', async () => {
    const { digest } = await pushImage(registry, 'twice/app', 'latest')
    for (const reference of ['latest', digest]) {
      expect((await remove('twice/app', reference)).status).toBe(202)
      expect((await remove('twice/app', reference)).status).toBe(404)
    }
  })

  it('refuses what is no digest with 400', async () => {
    const response = await remove('missing/app', 'sha256:abc')
    expect(response.status).toBe(400)
    expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
  })

  it.each([
    ['storage.delete.enabled is off', { delete: { enabled: false } }],
    ['the registry is read-only', { maintenance: { readonly: { enabled: true } } }],
  ])('answers 405 and deletes nothing while %s', async (_, storage) => {
    const { digest } = await pushImage(registry, 'refused/app', 'latest')
    await using refusing = await startTestRegistry({ storage }, { driver: await store.open() })
    for (const reference of ['latest', digest, 'missing', '-']) {
      const response = await refusing.fetch(`/v2/refused/app/manifests/${reference}`, { method: 'DELETE' })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).not.toContain('DELETE')
      expect(await errorCodes(response)).toEqual(['UNSUPPORTED'])
    }
    expect((await refusing.fetch('/v2/refused/app/manifests/latest')).status).toBe(200)
  })
})
