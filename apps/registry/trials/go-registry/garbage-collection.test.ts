import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from '../../clients/support/run-command.ts'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { artifactManifest, emptyJson, ociImage } from '../../src/testing/manifests.ts'
import { digestOf, pushBlob, putManifest } from '../../src/testing/push.ts'
import { beginUpload, patchUpload } from '../../src/testing/upload.ts'
import { writeConfiguration } from '../support/configuration-file.ts'
import { differences, imageKinds, pushImageOf, type PushedImage, pushSingle } from '../support/images.ts'
import { listRepositories, listTags } from '../support/listings.ts'
import { type RunningSite, startSite } from '../support/site.ts'

let resources: AsyncDisposableStack
let folder: string
let configuration: string
let site: RunningSite

beforeEach(async () => {
  resources = new AsyncDisposableStack()
  folder = resources.use(await createTemporaryFolder()).path
  configuration = await writeConfiguration(folder, 'config.yml')
  site = resources.use(await startSite('moorage', configuration))
})

afterEach(() => resources.disposeAsync())

async function collectGarbage(...parameters: readonly string[]): Promise<string> {
  const { stdout } = await runCommand('docker-registry', ['garbage-collect', ...parameters, configuration])
  return stdout
}

/** An image with two others that name it as their subject. */
async function pushWithReferrers(name: string): Promise<{ image: PushedImage; referrers: string[] }> {
  const image = await pushSingle(site, name, { reference: 'signed', mediaType: ociImage })
  await pushBlob(site, name, emptyJson)
  const subject = { mediaType: ociImage, digest: image.digest, size: 100 }
  const referrers: string[] = []
  for (const kind of ['signature', 'sbom']) {
    const manifest = JSON.stringify(artifactManifest({ subject, annotations: { kind } }))
    const { response, digest } = await putManifest(site, name, digestOf(manifest), manifest)
    expect(response.status).toBe(201)
    referrers.push(digest)
  }
  return { image, referrers: referrers.toSorted() }
}

async function listReferrers(name: string, subject: string): Promise<string[]> {
  const response = await site.fetch(`/v2/${name}/referrers/${subject}`)
  const { manifests } = (await response.json()) as { manifests: { digest: string }[] }
  return manifests.map(({ digest }) => digest)
}

test('the Go registry collects garbage of a store of ours, and leaves every tagged image whole', async () => {
  const tagged = new Map<string, PushedImage>()
  for (const kind of imageKinds) {
    const name = `kept/${kind.toLowerCase().replace(' ', '-')}`
    tagged.set(name, await pushImageOf(site, kind, name, 'v1'))
  }
  const { image, referrers } = await pushWithReferrers('kept/with-referrers')
  const orphan = await pushBlob(site, 'kept/oci-image', 'a blob that no manifest names')
  // What is under way, and what has no manifest yet, must not stop it.
  await patchUpload(site, await beginUpload(site, 'kept/under-way'), 'half of a blob')
  await pushBlob(site, 'kept/blobs-only', 'a blob before its manifest')

  expect(await collectGarbage()).toContain(`blob eligible for deletion: ${orphan}`)
  for (const [name, each] of tagged) expect(await differences(site, name, 'v1', each)).toEqual([])
  expect(await differences(site, 'kept/with-referrers', 'signed', image)).toEqual([])
  expect(await listReferrers('kept/with-referrers', image.digest)).toEqual(referrers)
  expect(await listRepositories(site)).toEqual([...tagged.keys(), 'kept/with-referrers'].toSorted())
})

test('with --delete-untagged, what it has deleted is gone from our answers too, and what is tagged is whole', async () => {
  const old = await pushSingle(site, 'image', { reference: 'latest', mediaType: ociImage })
  const image = await pushSingle(site, 'image', { reference: 'latest', mediaType: ociImage })
  const { image: signed } = await pushWithReferrers('image')

  expect(await collectGarbage('--delete-untagged')).toContain(`manifest eligible for deletion: ${old.digest}`)
  expect(await differences(site, 'image', 'latest', image)).toEqual([])
  expect(await differences(site, 'image', 'signed', signed)).toEqual([])
  expect(await listTags(site, 'image')).toEqual(['latest', 'signed'])
  expect((await site.fetch(`/v2/image/manifests/${old.digest}`)).status).toBe(404)
  for (const digest of old.blobs.keys()) {
    expect((await site.fetch(`/v2/image/blobs/${digest}`, { method: 'HEAD' })).status).toBe(404)
  }
  // The Go registry does not know what a subject is: to it, referrers are untagged manifests like others.
  expect(await listReferrers('image', signed.digest)).toEqual([])
})

test('a blob that it deleted can be pushed again, and an image that lost it too', async () => {
  const bytes = 'a blob that is collected, and comes again'
  const digest = await pushBlob(site, 'again', bytes)
  await pushSingle(site, 'again', { reference: 'v1', mediaType: ociImage })
  await collectGarbage()
  for (const method of ['HEAD', 'GET']) {
    expect((await site.fetch(`/v2/again/blobs/${digest}`, { method })).status).toBe(404)
  }
  await pushBlob(site, 'again', bytes)
  expect(await (await site.fetch(`/v2/again/blobs/${digest}`)).text()).toBe(bytes)
})

test('within storage.cache.lifetime of its deletion a blob is no longer claimed', async () => {
  const cached = resources.use(
    await startSite('moorage', await writeConfiguration(folder, 'cached.yml', { cacheLifetime: '300ms' })),
  )
  const digest = await pushBlob(cached, 'cached', 'a blob that the cache knows')
  await pushSingle(cached, 'cached', { reference: 'v1', mediaType: ociImage })
  await collectGarbage()
  const collectedAt = performance.now()
  const path = `/v2/cached/blobs/${digest}`
  for (;;) {
    const askedAt = performance.now()
    const { status } = await cached.fetch(path, { method: 'HEAD' })
    if (status === 404) return
    expect(askedAt - collectedAt, 'milliseconds for which a deleted blob was claimed').toBeLessThan(300)
  }
})
