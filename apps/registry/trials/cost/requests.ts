import { artifactManifest, descriptorOf, emptyJson, ociImage, ociIndex } from '../../src/testing/manifests.ts'
import { digestOf, pushBlob, putManifest } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, putUpload } from '../../src/testing/upload.ts'
import { smallManifest } from '../support/tagged-manifests.ts'

/** What is measured, by its name in the table of budgets. */
export interface MeasuredRequest {
  /** Runs once, on a registry whose calls are not counted. */
  readonly prepare?: (site: Site) => Promise<unknown>
  /** @returns the statuses of the answers */
  readonly send: (site: Site) => Promise<number[]>
  /** Statuses of the first time, and where they differ of the second. */
  readonly answers: readonly [readonly number[], (readonly number[])?]
}

const name = 'team/app'
const blob = 'a small blob'
const digest = digestOf(blob)
const image = smallManifest('image')
const subject = { mediaType: ociImage, digest: image.digest, size: image.bytes.length }
const referrer = smallManifest('referrer', { subject })
const layers = Array.from({ length: 10 }, (_, index) => `layer ${index}`)
const tenLayers = artifactManifest({ layers: layers.map((layer) => descriptorOf(layer, 'application/octet-stream')) })
const children = [smallManifest('child 1'), smallManifest('child 2')]
const index = {
  schemaVersion: 2,
  mediaType: ociIndex,
  manifests: children.map(({ digest: child, bytes }) => ({ mediaType: ociImage, digest: child, size: bytes.length })),
}

const prepareBlob = (site: Site): Promise<string> => pushBlob(site, name, blob)

async function prepareImage(site: Site): Promise<void> {
  await pushBlob(site, name, emptyJson)
  for (const tag of ['v1', 'v2', 'v3']) await put(site, tag, image.bytes)
}

async function put(site: Site, reference: string, bytes: string | object, mediaType = ociImage): Promise<number> {
  return (await putManifest(site, name, reference, bytes, mediaType)).response.status
}

async function status(site: Site, method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await site.fetch(`/v2/${path}`, { method, headers })
  await response.arrayBuffer()
  return response.status
}

/** A request that stands for itself. */
function single(
  method: string,
  path: string,
  answers: MeasuredRequest['answers'],
  prepare?: MeasuredRequest['prepare'],
  headers?: Record<string, string>,
): MeasuredRequest {
  const send = async (site: Site): Promise<number[]> => [await status(site, method, path, headers)]
  return prepare === undefined ? { send, answers } : { prepare, send, answers }
}

async function uploadInChunks(site: Site, chunks: readonly string[]): Promise<number[]> {
  let location = await beginUpload(site, name)
  const statuses = [202]
  for (const chunk of chunks) {
    const response = await patchUpload(site, location, chunk)
    statuses.push(response.status)
    location = locationOf(response)
  }
  const done = await putUpload(site, location, digestOf(chunks.join('')))
  return [...statuses, done.status]
}

/** An upload that has bytes, known by its location alone. */
function withUpload(method: 'GET' | 'DELETE', answer: number): MeasuredRequest {
  let locations: string[] = []
  return {
    async prepare(site) {
      locations = []
      for (const chunk of ['one', 'two']) {
        const response = await patchUpload(site, await beginUpload(site, name), chunk)
        locations.push(locationOf(response).replace(site.url, ''))
      }
    },
    async send(site) {
      const location = (method === 'GET' ? locations[0] : locations.shift()) ?? ''
      return [(await site.fetch(location, { method })).status]
    },
    answers: [[answer]],
  }
}

export const measuredRequests: Readonly<Record<string, MeasuredRequest>> = {
  'ping: GET /v2/': single('GET', '', [[200]]),

  'blob: HEAD': single('HEAD', `${name}/blobs/${digest}`, [[200]], prepareBlob),
  'blob: HEAD of one that is missing': single('HEAD', `${name}/blobs/${digestOf('no')}`, [[404]]),
  'blob: GET': single('GET', `${name}/blobs/${digest}`, [[200]], prepareBlob),
  'blob: GET of a range': single('GET', `${name}/blobs/${digest}`, [[206]], prepareBlob, { range: 'bytes=2-5' }),
  'blob: DELETE': single('DELETE', `${name}/blobs/${digest}`, [[202], [404]], prepareBlob),
  'blob: pushed by one POST': {
    send: async (site) => {
      const path = `/v2/${name}/blobs/uploads/?digest=${digest}`
      return [(await site.fetch(path, { method: 'POST', body: blob })).status]
    },
    answers: [[201]],
  },
  'blob: pushed by POST, PUT': {
    send: async (site) => [202, (await putUpload(site, await beginUpload(site, name), digest, blob)).status],
    answers: [[202, 201]],
  },
  'blob: pushed as Docker does, by HEAD, POST, PATCH, PUT': {
    send: async (site) => [
      await status(site, 'HEAD', `${name}/blobs/${digest}`),
      ...(await uploadInChunks(site, [blob])),
    ],
    answers: [
      [404, 202, 202, 201],
      [200, 202, 202, 201],
    ],
  },
  'blob: pushed by POST, three times PATCH, PUT': {
    send: (site) => uploadInChunks(site, ['one', 'two', 'three']),
    answers: [[202, 202, 202, 202, 201]],
  },
  'blob: mounted': single('POST', `team/other/blobs/uploads/?mount=${digest}&from=${name}`, [[201]], prepareBlob),
  'blob: mounted from anywhere': single('POST', `team/other/blobs/uploads/?mount=${digest}`, [[201]], prepareBlob),
  'upload: status': withUpload('GET', 204),
  'upload: cancelled': withUpload('DELETE', 204),

  'manifest: HEAD by tag': single('HEAD', `${name}/manifests/v1`, [[200]], prepareImage),
  'manifest: GET by tag': single('GET', `${name}/manifests/v1`, [[200]], prepareImage),
  'manifest: GET by digest': single('GET', `${name}/manifests/${image.digest}`, [[200]], prepareImage),
  'manifest: GET by a tag that is missing': single('GET', `${name}/manifests/none`, [[404]], prepareImage),
  'manifest: PUT by tag, with 10 layers and a config': {
    prepare: async (site) => {
      for (const content of [emptyJson, ...layers]) await pushBlob(site, name, content)
    },
    send: async (site) => [await put(site, 'latest', tenLayers)],
    answers: [[201]],
  },
  'manifest: PUT by digest, with a subject': {
    prepare: prepareImage,
    send: async (site) => [await put(site, referrer.digest, referrer.bytes)],
    answers: [[201]],
  },
  'manifest: PUT by tag, an index of two': {
    prepare: async (site) => {
      await pushBlob(site, name, emptyJson)
      for (const child of children) await put(site, child.digest, child.bytes)
    },
    send: async (site) => [await put(site, 'index', index, ociIndex)],
    answers: [[201]],
  },
  'manifest: DELETE of a tag': single('DELETE', `${name}/manifests/v1`, [[202], [404]], prepareImage),
  'manifest: DELETE by digest, with three tags': single(
    'DELETE',
    `${name}/manifests/${image.digest}`,
    [[202], [404]],
    prepareImage,
  ),

  'tags: all three': single('GET', `${name}/tags/list`, [[200]], prepareImage),
  'tags: a page of two of three': single('GET', `${name}/tags/list?n=2`, [[200]], prepareImage),
  'referrers: two': single('GET', `${name}/referrers/${image.digest}`, [[200]], async (site) => {
    await prepareImage(site)
    await put(site, referrer.digest, referrer.bytes)
    const other = smallManifest('other referrer', { subject })
    await put(site, other.digest, other.bytes)
  }),
  'catalog: three repositories': single('GET', '_catalog', [[200]], prepareRepositories),
  'catalog: a page of two of three': single('GET', '_catalog?n=2', [[200]], prepareRepositories),
}

async function prepareRepositories(site: Site): Promise<void> {
  for (const repository of ['one', 'team/two', 'three']) {
    await pushBlob(site, repository, emptyJson)
    await putManifest(site, repository, 'latest', image.bytes)
  }
}
