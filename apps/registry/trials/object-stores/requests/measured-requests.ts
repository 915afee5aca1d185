import { artifactManifest, descriptorOf, emptyJson } from '../../../src/testing/manifests.ts'
import { digestOf, putManifest } from '../../../src/testing/push.ts'
import type { Site } from '../../../src/testing/start-test-registry.ts'
import { storedPath } from '../../../src/testing/stored-files.ts'
import { listRepositories, listTags } from '../../support/listings.ts'
import type { EmulatedStore } from '../support/emulated-store.ts'
import { type PushBlob, pushWays } from '../support/push-ways.ts'

/** What is measured of a registry on an object store. */
export interface MeasuredRequests {
  readonly what: string
  /** The most requests that it may send to the store: the first time, and once more within `storage.cache.lifetime`. */
  readonly budget: readonly [first: number, again?: number]
  /** What the Go registry's S3 driver sends, where that was measured. */
  readonly go?: number
  /** Blobs go through the registry. Default: clients are sent to the store. */
  readonly throughRegistry?: boolean
  /** Runs on a registry whose requests are not counted. */
  readonly prepare?: (site: Site, store: EmulatedStore) => Promise<unknown>
  /** Runs on the registry that is measured, before its requests are counted. */
  readonly begin?: (site: Site) => Promise<unknown>
  readonly send: (site: Site) => Promise<unknown>
}

const name = 'team/app'
const layers = Array.from({ length: 10 }, (_, index) => `a small layer, number ${index}`)
const image = artifactManifest({ layers: layers.map((layer) => descriptorOf(layer, 'application/octet-stream')) })
const imageBytes = JSON.stringify(image)
const many = 1000

async function pushImage(site: Site, pushBlob: PushBlob): Promise<void> {
  for (const content of [...layers, emptyJson]) await pushBlob(site, name, content)
  await putImage(site)
}

async function putImage(site: Site): Promise<void> {
  const { response } = await putManifest(site, name, 'latest', imageBytes)
  if (response.status !== 201) throw new Error(`the manifest was answered ${response.status}`)
}

async function pullImage(site: Site): Promise<void> {
  await ask(site, 'GET', 'manifests/latest')
  for (const content of [...layers, emptyJson]) await ask(site, 'GET', `blobs/${digestOf(content)}`)
}

async function ask(site: Site, method: string, path: string): Promise<void> {
  const response = await site.fetch(`/v2/${name}/${path}`, { method })
  await response.arrayBuffer()
  if (response.status !== 200 && response.status !== 307) throw new Error(`${path} was answered ${response.status}`)
}

const prepareImage = (site: Site): Promise<void> => pushImage(site, pushWays['POST, PUT'])

/** As a registry leaves them, written past it: a thousand pushes would take longer than all the rest. */
async function prepareTags(_: Site, { bucket }: EmulatedStore): Promise<void> {
  const digest = digestOf(imageBytes)
  const folder = storedPath(`repositories/${name}/_manifests`).slice(1)
  await bucket.put(`${folder}/revisions/${digest.replace(':', '/')}/link`, digest)
  for (let number = 0; number < many; number += 1) {
    const tag = `${folder}/tags/v1.${number}`
    await bucket.put(`${tag}/index/${digest.replace(':', '/')}/link`, digest)
    await bucket.put(`${tag}/current/link`, digest)
  }
}

/** Each with 30 blobs: what is listed of a repository does not grow with what it holds. */
async function prepareRepositories(_: Site, { bucket }: EmulatedStore): Promise<void> {
  for (let number = 0; number < many; number += 1) {
    const folder = storedPath(`repositories/team-${number % 10}/app-${number}`).slice(1)
    for (let blob = 0; blob < 30; blob += 1) {
      const digest = digestOf(`${number} ${blob}`)
      await bucket.put(`${folder}/_layers/${digest.replace(':', '/')}/link`, digest)
    }
    const digest = digestOf(`${number}`)
    await bucket.put(`${folder}/_manifests/revisions/${digest.replace(':', '/')}/link`, digest)
  }
}

async function expectMany(names: Promise<readonly string[]>): Promise<void> {
  const { length } = await names
  if (length !== many) throw new Error(`${length} of ${many} were listed`)
}

export const measuredRequests: readonly MeasuredRequests[] = [
  {
    what: 'push of an image of 10 small layers: POST, PUT each',
    budget: [27],
    send: (site) => pushImage(site, pushWays['POST, PUT']),
  },
  {
    what: 'the same as containerd and BuildKit do it: HEAD, POST, PUT',
    budget: [38],
    send: (site) => pushImage(site, pushWays['HEAD, POST, PUT']),
  },
  {
    what: 'the same as Docker does it: HEAD, POST, PATCH, PUT',
    budget: [93],
    go: 230,
    send: (site) => pushImage(site, pushWays['HEAD, POST, PATCH, PUT']),
  },
  {
    what: 'push of a small blob: POST, PUT',
    budget: [2],
    send: (site) => pushWays['POST, PUT'](site, name, 'a small blob'),
  },
  {
    what: 'the same as Docker does it',
    budget: [8],
    go: 20,
    send: (site) => pushWays['HEAD, POST, PATCH, PUT'](site, name, 'a small blob'),
  },
  {
    what: 'PUT of a manifest by tag, whose 11 blobs were just pushed',
    budget: [5],
    go: 6,
    begin: prepareImage,
    send: putImage,
  },
  {
    what: 'the same, whose blobs were pushed by another replica',
    budget: [27],
    prepare: prepareImage,
    send: putImage,
  },
  {
    what: 'GET of a manifest by tag',
    budget: [3, 0],
    go: 3.5,
    prepare: prepareImage,
    send: (site) => ask(site, 'GET', 'manifests/latest'),
  },
  {
    what: 'HEAD of a manifest by tag',
    budget: [3, 0],
    prepare: prepareImage,
    send: (site) => ask(site, 'HEAD', 'manifests/latest'),
  },
  { what: 'pull of the image: what the registry asks', budget: [25, 0], prepare: prepareImage, send: pullImage },
  {
    what: 'the same with redirect.disable',
    budget: [36, 0],
    throughRegistry: true,
    prepare: prepareImage,
    send: pullImage,
  },
  {
    what: 'list of 1,000 tags',
    budget: [2, 2],
    prepare: prepareTags,
    send: (site) => expectMany(listTags(site, name)),
  },
  {
    what: 'catalog of 1,000 repositories in 10 groups, by pages of 100',
    budget: [1050],
    prepare: prepareRepositories,
    send: (site) => expectMany(listRepositories(site, 100)),
  },
]
