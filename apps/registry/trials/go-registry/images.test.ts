import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putManifest } from '../../src/testing/push.ts'
import { differences, imageKinds, pushImageOf } from '../support/images.ts'
import { listRepositories, listTags } from '../support/listings.ts'
import { directions, shareFolder, type SharedFolder } from './shared-folder.ts'

const resources = new AsyncDisposableStack()
let shared: SharedFolder

beforeAll(async () => {
  shared = resources.use(await shareFolder())
})

afterAll(() => resources.disposeAsync())

describe.each(directions)('what $first stores, $second has', ({ first, second }) => {
  test.each(imageKinds)('%s: pulled byte for byte by tag and by digest', async (kind) => {
    const name = `pulled/${first}/${kind.toLowerCase().replace(' ', '-')}`
    const image = await pushImageOf(shared[first], kind, name, 'v1')
    expect(await differences(shared[second], name, 'v1', image)).toEqual([])
    expect(await differences(shared[first], name, 'v1', image)).toEqual([])
  })

  test.each(imageKinds)('%s: retagged, and the tag moved, by the other', async (kind) => {
    const name = `retagged/${first}/${kind.toLowerCase().replace(' ', '-')}`
    const old = await pushImageOf(shared[first], kind, name, 'latest')
    const image = await pushImageOf(shared[first], kind, name, 'v2')
    const { bytes = '' } = image.manifests.get(image.digest) ?? {}
    for (const tag of ['latest', 'stable']) {
      const { response } = await putManifest(shared[second], name, tag, bytes, image.mediaType)
      expect(response.status).toBe(201)
      expect(await differences(shared[first], name, tag, image)).toEqual([])
    }
    expect(await differences(shared[first], name, old.digest, old)).toEqual([])
    for (const site of [shared[first], shared[second]]) {
      // The Go registry 2.8 lists tags in the order in which its disk does.
      expect((await listTags(site, name)).toSorted()).toEqual(['latest', 'stable', 'v2'])
    }
  })

  test.each(imageKinds)('%s: deleted by the other with its tags, and pushed again by the first', async (kind) => {
    const name = `deleted/${first}/${kind.toLowerCase().replace(' ', '-')}`
    const image = await pushImageOf(shared[first], kind, name, 'v1')
    const { bytes = '' } = image.manifests.get(image.digest) ?? {}
    await putManifest(shared[first], name, 'v2', bytes, image.mediaType)
    const kept = await pushImageOf(shared[first], kind, name, 'kept')

    const deleted = await shared[second].fetch(`/v2/${name}/manifests/${image.digest}`, { method: 'DELETE' })
    expect(deleted.status).toBe(202)
    for (const site of [shared[first], shared[second]]) {
      expect(await listTags(site, name)).toEqual(['kept'])
      for (const reference of ['v1', 'v2', image.digest]) {
        const response = await site.fetch(`/v2/${name}/manifests/${reference}`, {
          headers: { accept: image.mediaType },
        })
        expect(response.status).toBe(404)
      }
      expect(await differences(site, name, 'kept', kept)).toEqual([])
    }

    const again = await putManifest(shared[first], name, 'v3', bytes, image.mediaType)
    expect(again.response.status).toBe(201)
    expect((await listTags(shared[second], name)).toSorted()).toEqual(['kept', 'v3'])
    expect(await differences(shared[second], name, 'v3', image)).toEqual([])
  })

  test('a blob that the other deletes is gone from its repository alone', async () => {
    const image = await pushImageOf(shared[first], 'OCI image', `blobs/${first}`, 'v1')
    const [digest = ''] = image.blobs.keys()
    const mount = `/v2/blobs/${first}-other/blobs/uploads/?mount=${digest}&from=blobs/${first}`
    const mounted = await shared[second].fetch(mount, { method: 'POST' })
    expect(mounted.status).toBe(201)
    const deleted = await shared[second].fetch(`/v2/blobs/${first}/blobs/${digest}`, { method: 'DELETE' })
    expect(deleted.status).toBe(202)
    for (const site of [shared[first], shared[second]]) {
      expect((await site.fetch(`/v2/blobs/${first}/blobs/${digest}`, { method: 'HEAD' })).status).toBe(404)
      expect((await site.fetch(`/v2/blobs/${first}-other/blobs/${digest}`, { method: 'HEAD' })).status).toBe(200)
    }
  })
})

test('a tag that Moorage deletes is gone from the Go registry, its manifest is not', async () => {
  // The other way round does not exist: distribution 2.8 deletes manifests by digest only.
  const image = await pushImageOf(shared.go, 'OCI image', 'untagged', 'v1')
  const { bytes = '' } = image.manifests.get(image.digest) ?? {}
  await putManifest(shared.go, 'untagged', 'v2', bytes, image.mediaType)
  const deleted = await shared.moorage.fetch('/v2/untagged/manifests/v1', { method: 'DELETE' })
  expect(deleted.status).toBe(202)
  for (const site of [shared.moorage, shared.go]) {
    expect(await listTags(site, 'untagged')).toEqual(['v2'])
    expect(await differences(site, 'untagged', 'v2', image)).toEqual([])
  }
})

test('both list the same repositories, page by page: the Go registry in order of their parts, Moorage in byte order', async () => {
  for (const [index, name] of ['a', 'a/b', 'a-b', 'a.b', 'ab', 'a/b/c', 'z'].entries()) {
    await pushImageOf(index % 2 === 0 ? shared.moorage : shared.go, 'OCI image', `listed/${name}`, 'v1')
  }
  // Distribution 2.8 also lists repositories that have blobs and no manifest; 3, as Moorage, does not.
  const listed = (names: readonly string[]): string[] => names.filter((name) => name.startsWith('listed/'))
  const ours = listed(await listRepositories(shared.moorage))
  expect(ours).toEqual(['a', 'a-b', 'a.b', 'a/b', 'a/b/c', 'ab', 'z'].map((name) => `listed/${name}`))
  const theirs = listed(await listRepositories(shared.go))
  expect(theirs).toEqual(['a', 'a/b', 'a/b/c', 'a-b', 'a.b', 'ab', 'z'].map((name) => `listed/${name}`))
})
