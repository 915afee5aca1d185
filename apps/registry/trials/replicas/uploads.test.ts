import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { beginUpload, putUpload } from '../../src/testing/upload.ts'
import { corruptBlobs } from '../support/corrupt-blobs.ts'
import { differences, imageKinds, pushImageOf } from '../support/images.ts'
import { MovingUpload } from '../support/moving-upload.ts'
import { startRoundRobin } from '../support/round-robin.ts'
import { type Replicas, startReplicas } from './replicas.ts'

const resources = new AsyncDisposableStack()
let replicas: Replicas
let balancer: Site

beforeAll(async () => {
  replicas = resources.use(await startReplicas())
  balancer = resources.use(await startRoundRobin(replicas.sites))
})

afterAll(() => resources.disposeAsync())

test.each(['chunk', 'stream'] as const)(
  'twenty uploads at once go on, by a %s on each replica in turn',
  async (way) => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const upload = await MovingUpload.begin(balancer, `uploads/${index}`)
        for (let chunk = 0; chunk < 7; chunk += 1) await upload.append(balancer, randomBytes(40_000 + chunk), way)
        const status = await upload.complete(balancer, index % 2 === 0 ? randomBytes(1000) : undefined)
        return [status, ...(await Promise.all(replicas.sites.map((site) => upload.isStoredAt(site))))]
      }),
    )
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => [201, true, true]))
  },
)

test('images of every kind are pushed and pulled through the balancer', async () => {
  const found = await Promise.all(
    imageKinds.map(async (kind, index) => {
      const image = await pushImageOf(balancer, kind, `images/${index}`, 'v1')
      return differences(balancer, `images/${index}`, 'v1', image)
    }),
  )
  expect(found).toEqual([[], [], [], []])
})

test('two clients that push the same new blob at once are both told the truth', async () => {
  for (let round = 0; round < 40; round += 1) {
    const bytes = randomBytes(1 + round * 3000)
    const digest = digestOf(bytes)
    const pushes = replicas.sites.flatMap((site, index) => [
      site.fetch(`/v2/same/${index}/blobs/uploads/?digest=${digest}`, { method: 'POST', body: bytes }),
      beginUpload(site, `same/${index}`).then((location) => putUpload(site, location, digest, bytes)),
      MovingUpload.begin(site, `same/${index}`).then(async (upload) => {
        await upload.append(site, bytes)
        return { status: await upload.complete(site) }
      }),
    ])
    const statuses = (await Promise.all(pushes)).map(({ status }) => status)
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201])
    for (const name of ['same/0', 'same/1']) {
      for (const site of replicas.sites) {
        const pulled = await site.fetch(`/v2/${name}/blobs/${digest}`)
        expect(Buffer.from(await pulled.arrayBuffer()).equals(bytes)).toBe(true)
      }
    }
  }
  expect(await corruptBlobs(replicas.data)).toEqual([])
})
