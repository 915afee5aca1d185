import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findSkipReason } from '../../clients/support/skip-reason.ts'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { digestOf, putManifest } from '../../src/testing/push.ts'
import { locationOf, patchUpload, pathOf, putUpload } from '../../src/testing/upload.ts'
import { ResumableHasher } from '../../src/uploads/upload-hasher.ts'
import { signUploadState } from '../../src/uploads/upload-state.ts'
import { readBlob } from '../support/blobs.ts'
import { secret, writeConfiguration } from '../support/configuration-file.ts'
import { differences, type ImageKind, imageKinds, type PushedImage, pushImageOf } from '../support/images.ts'
import { listRepositories, listTags } from '../support/listings.ts'
import { octets } from '../support/moving-upload.ts'
import { type RunningSite, startSite } from '../support/site.ts'
import { copyFolder } from './support/copy-folder.ts'
import { chunkSizeBytes, type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { storeKinds } from './support/store-kinds.ts'
import { startStoreSite } from './support/store-site.ts'

const skipReason = await findSkipReason(['docker-registry'])
const resources = new AsyncDisposableStack()
const images = new Map<ImageKind, PushedImage>()
const nameOf = (kind: ImageKind): string => `team/${kind.toLowerCase().replace(' ', '-')}`
let goFolder: string

/** A Go registry stores images in a folder: under a bucket's keys the same files are what it leaves there. */
beforeAll(async () => {
  if (skipReason !== undefined) return
  const folder = resources.use(await createTemporaryFolder()).path
  await using go = await startSite('go', await writeConfiguration(folder, 'config.yml'))
  for (const kind of imageKinds) images.set(kind, await pushImageOf(go, kind, nameOf(kind), 'v1'))
  goFolder = join(folder, 'data')
})
afterAll(() => resources.disposeAsync())
beforeEach((context) => {
  if (skipReason !== undefined) context.skip(skipReason)
})

/** What consoles and other programs leave in a bucket. */
const strangers = [
  'docker/',
  'docker/registry/v2/',
  'docker/registry/v2/repositories/',
  'docker/registry/v2/repositories/team/',
  'docker/registry/v2/repositories/team/oci-image/_manifests/tags/',
  'docker/registry/v2/repositories/team/oci-image/_manifests/tags/v1/',
  'docker/registry/v2/repositories/team/oci-image/_manifests/tags/empty/',
  'docker/registry/v2/repositories/a-file',
  'docker/registry/v2/repositories/team/oci-image/_manifests/tags/a-file',
]

describe.each(storeKinds)('a bucket as a Go registry leaves it, on $name', (kind) => {
  describe.each(['', '/registries/go'])('below the root directory %j', (rootdirectory) => {
    const own = new AsyncDisposableStack()
    const prefix = rootdirectory === '' ? '' : `${rootdirectory.slice(1)}/`
    let store: EmulatedStore
    let site: RunningSite

    beforeAll(async () => {
      if (skipReason !== undefined) return
      store = own.use(await startEmulatedStore(kind))
      await copyFolder(goFolder, store, prefix)
      for (const key of strangers) await store.bucket.put(`${prefix}${key}`, key.endsWith('/') ? '' : 'not ours')
      // Of a registry below a root directory another one in the same bucket is no part.
      await store.bucket.put('docker/registry/v2/repositories/elsewhere/_manifests/tags/v1/current/link', 'not ours')
      site = own.use(await startStoreSite(store, { redirects: false, parameters: { rootdirectory } }))
    })
    afterAll(() => own.disposeAsync())

    test('is listed', async () => {
      const others = rootdirectory === '' ? ['elsewhere'] : []
      expect(await listRepositories(site)).toEqual([...others, ...imageKinds.map(nameOf)].toSorted())
      for (const imageKind of imageKinds) expect(await listTags(site, nameOf(imageKind))).toEqual(['v1'])
    })

    test.each(imageKinds)('is served: %s', async (imageKind) => {
      const image = images.get(imageKind)
      expect(image && (await differences(site, nameOf(imageKind), 'v1', image))).toEqual([])
    })

    test.each(imageKinds)('is pushed to, and its tags are moved: %s', async (imageKind) => {
      const name = nameOf(imageKind)
      const image = await pushImageOf(site, imageKind, name, 'v2')
      const { bytes = '' } = image.manifests.get(image.digest) ?? {}
      const { response } = await putManifest(site, name, 'v1', bytes, image.mediaType)
      expect(response.status).toBe(201)
      for (const tag of ['v1', 'v2']) expect(await differences(site, name, tag, image)).toEqual([])
      expect(await listTags(site, name)).toEqual(['v1', 'v2'])
    })

    test.each(imageKinds)('is deleted from, tags and all: %s', async (imageKind) => {
      const name = nameOf(imageKind)
      const image = await pushImageOf(site, imageKind, name, 'doomed')
      const { bytes = '' } = image.manifests.get(image.digest) ?? {}
      await putManifest(site, name, 'doomed-too', bytes, image.mediaType)
      const deleted = await site.fetch(`/v2/${name}/manifests/${image.digest}`, { method: 'DELETE' })
      expect(deleted.status).toBe(202)
      expect(await listTags(site, name)).toEqual(['v1', 'v2'])
      const old = images.get(imageKind)?.digest ?? ''
      expect((await site.fetch(`/v2/${name}/manifests/${old}`, { method: 'DELETE' })).status).toBe(202)
      expect(await listTags(site, name)).toEqual(['v1', 'v2'])
      expect((await site.fetch(`/v2/${name}/manifests/v1`, { method: 'DELETE' })).status).toBe(202)
      expect(await listTags(site, name)).toEqual(['v2'])
    })
  })

  test.each(['with the state that it signed', 'by its name alone'])(
    'has an upload in the middle, which goes on %s',
    async (way) => {
      await using store = await startEmulatedStore(kind)
      const name = 'team/app'
      const id = randomUUID()
      const folder = `/docker/registry/v2/repositories/${name}/_uploads/${id}`
      const startedAt = '2026-01-02T03:04:05Z'
      const theirs = randomBytes(2 * chunkSizeBytes)
      const hasher = await ResumableHasher.create()
      hasher.update(theirs)
      // As its S3 driver does, a writer of nobody's sends parts to the very key that the file is to have; then its process dies.
      await using driver = await store.open()
      const writer = await driver.createWriter(`${folder}/data`, { resumable: false })
      await writer.write(Buffer.concat([theirs, Buffer.from('lost')]))
      await expect.poll(() => store.bucket.uploads().map(({ parts }) => parts.size)).toEqual([2])
      await driver.putContent(`${folder}/startedat`, Buffer.from(startedAt))
      await driver.putContent(`${folder}/hashstates/sha256/${theirs.length}`, hasher.goState())

      await using site = await startStoreSite(store, { redirects: false })
      const state = { name, id, offset: theirs.length, startedAt, algorithm: 'sha256', resumeToken: undefined } as const
      const signed = signUploadState(createSecretKey(Buffer.from(secret)), state)
      const query = way === 'by its name alone' ? '' : `?${new URLSearchParams({ _state: signed }).toString()}`
      const status = await site.fetch(`/v2/${name}/blobs/uploads/${id}${query}`)
      expect([status.status, status.headers.get('range')]).toEqual([204, `0-${theirs.length - 1}`])
      const ours = randomBytes(70_000)
      const patched = await patchUpload(site, pathOf(locationOf(status)), ours, octets)
      const whole = Buffer.concat([theirs, ours])
      const done = await putUpload(site, pathOf(locationOf(patched)), digestOf(whole), '', octets)
      expect([patched.status, done.status]).toEqual([202, 201])
      expect((await readBlob(site, name, digestOf(whole)))?.equals(whole)).toBe(true)
      expect(store.bucket.objects().filter(({ key }) => key.includes('/_uploads/'))).toEqual([])
      const readBack = store.emulator.requests.list('GetObject').filter(({ key }) => /_uploads\/.*\/data$/.test(key))
      expect(readBack).toEqual([])
    },
  )
})
