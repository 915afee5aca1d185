import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pushSingle } from '../support/images.ts'
import { ociImage } from '../../src/testing/manifests.ts'
import { digestOf, putManifest } from '../../src/testing/push.ts'
import { beginUpload, putUpload } from '../../src/testing/upload.ts'
import { readBlob } from '../support/blobs.ts'
import { directions, shareFolder, type SharedFolder } from './shared-folder.ts'

const resources = new AsyncDisposableStack()
let shared: SharedFolder

beforeAll(async () => {
  shared = resources.use(await shareFolder())
})

afterAll(() => resources.disposeAsync())

describe.each(directions)('what $first pushed', ({ first, second }) => {
  test('$second mounts into another repository, where an image can be made of it', async () => {
    const image = await pushSingle(shared[first], `source/${first}`, { mediaType: ociImage, reference: 'v1' })
    const name = `target/${first}`
    for (const digest of image.blobs.keys()) {
      const mount = `/v2/${name}/blobs/uploads/?mount=${digest}&from=source/${first}`
      const response = await shared[second].fetch(mount, { method: 'POST' })
      expect([response.status, response.headers.get('docker-content-digest')]).toEqual([201, digest])
    }
    const { bytes = '' } = image.manifests.get(image.digest) ?? {}
    expect((await putManifest(shared[first], name, 'v1', bytes, image.mediaType)).response.status).toBe(201)
    for (const [digest, content] of image.blobs) {
      expect((await readBlob(shared[first], name, digest))?.equals(content)).toBe(true)
    }
  })

  test('$second does not mount from a repository that does not hold it', async () => {
    const image = await pushSingle(shared[first], `private/${first}`, { mediaType: ociImage, reference: 'v1' })
    const [digest = ''] = image.blobs.keys()
    const mount = `/v2/elsewhere/blobs/uploads/?mount=${digest}&from=public/${first}`
    expect((await shared[second].fetch(mount, { method: 'POST' })).status).toBe(202)
    expect(await readBlob(shared[first], 'elsewhere', digest)).toBeUndefined()
  })

  test('and $second pushes again is stored once', async () => {
    const bytes = Buffer.from(`the same bytes, first from ${first}`)
    const digest = digestOf(bytes)
    for (const [index, site] of [shared[first], shared[second]].entries()) {
      const location = await beginUpload(site, `twice/${first}-${index}`)
      const octets = { 'content-type': 'application/octet-stream' }
      expect((await putUpload(site, location, digest, bytes, octets)).status).toBe(201)
    }
    for (const site of [shared[first], shared[second]]) {
      for (const index of [0, 1]) expect(await readBlob(site, `twice/${first}-${index}`, digest)).toEqual(bytes)
    }
  })
})

test('a blob that was pushed to Moorage by its sha512 is pulled from the Go registry by its sha256', async () => {
  const bytes = Buffer.from('known by two digests')
  const digest = digestOf(bytes, 'sha512')
  const location = `/v2/by-sha512/blobs/uploads/?digest=${digest}`
  expect((await shared.moorage.fetch(location, { method: 'POST', body: bytes })).status).toBe(201)
  expect(await readBlob(shared.go, 'by-sha512', digestOf(bytes))).toEqual(bytes)
  // Distribution 2.8 answers this digest too, by the link that it finds under it.
  expect(await readBlob(shared.go, 'by-sha512', digest)).toEqual(bytes)
})
