import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload } from '../../src/testing/upload.ts'
import { readBlob } from '../support/blobs.ts'
import { differences, imageKinds, pushImageOf } from '../support/images.ts'
import { MovingUpload, octets } from '../support/moving-upload.ts'
import { startRoundRobin } from '../support/round-robin.ts'
import { bucketFaults, unfinished } from './support/bucket-faults.ts'
import { chunkSizeBytes, type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { storeKinds } from './support/store-kinds.ts'
import { startStoreSite } from './support/store-site.ts'

describe.each(storeKinds)('two replicas with one secret, on $name', (kind) => {
  const resources = new AsyncDisposableStack()
  let store: EmulatedStore
  let sites: readonly [Site, Site]
  let balancer: Site

  beforeAll(async () => {
    store = resources.use(await startEmulatedStore(kind))
    const started = await Promise.all([
      startStoreSite(store, { redirects: false }),
      startStoreSite(store, { by: 'environment', redirects: false }),
    ])
    for (const site of started) resources.use(site)
    sites = started
    balancer = resources.use(await startRoundRobin(sites))
  })
  afterAll(() => resources.disposeAsync())

  /** Bytes of unfinished uploads that a registry has read from the store, other than the state of one. */
  const readBack = (): string[] =>
    store.emulator.requests.list('GetObject').flatMap(({ key }) => (/\/_uploads\/.*\/data$/.test(key) ? [key] : []))

  test.each([
    ['chunk', 0],
    ['stream', 20],
  ] as const)('twenty uploads at once go on, by a %s on each replica in turn', async (way, mostReadBack) => {
    store.emulator.requests.clear()
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const upload = await MovingUpload.begin(balancer, `uploads/${index}`)
        for (let chunk = 0; chunk < 7; chunk += 1) {
          // Some of them have more bytes than make one part of the store's.
          const length = index < 4 && chunk % 3 === 1 ? chunkSizeBytes + 7 * chunk : 40_000 + chunk
          await upload.append(balancer, randomBytes(length), way)
        }
        const status = await upload.complete(balancer, index % 2 === 0 ? randomBytes(1000) : undefined)
        return [status, ...(await Promise.all(sites.map((site) => upload.isStoredAt(site))))]
      }),
    )
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => [201, true, true]))
    expect(unfinished(store)).toEqual([])
    // What says where it belongs is hashed on from replica to replica; what does not is read once, at its end.
    expect(readBack().length).toBeLessThanOrEqual(mostReadBack)
  })

  test('images of every kind are pushed and pulled through a balancer', async () => {
    const found = await Promise.all(
      imageKinds.map(async (imageKind, index) => {
        const image = await pushImageOf(balancer, imageKind, `images/${index}`, 'v1')
        return differences(balancer, `images/${index}`, 'v1', image)
      }),
    )
    expect(found).toEqual([[], [], [], []])
  })

  test('two clients that send different bytes to one upload at once get the blob that they asked for, or an error', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 12; round += 1) {
      const path = pathOf(await beginUpload(sites[0], 'same/upload'))
      const contents = [0, 1].map(() => randomBytes(round % 3 === 0 ? chunkSizeBytes + 50_000 : 50_000))
      const closed = await Promise.all(
        contents.map(async (bytes, index) => {
          const site = sites[index] ?? sites[0]
          const patched = await patchUpload(site, path, bytes, octets)
          if (patched.status !== 202) return patched.status
          // Each goes on at the replica of the other.
          const other = sites[1 - index] ?? sites[0]
          return (await putUpload(other, pathOf(locationOf(patched)), digestOf(bytes), '', octets)).status
        }),
      )
      for (const [index, status] of closed.entries()) {
        const bytes = contents[index] ?? Buffer.alloc(0)
        const stored = status === 201 ? await readBlob(sites[0], 'same/upload', digestOf(bytes)) : undefined
        outcomes.add(status === 201 ? `201 ${stored?.equals(bytes) === true}` : String(status))
      }
    }
    const honest = new Set(['201 true', '400', '404', '416'])
    expect([...outcomes].filter((outcome) => !honest.has(outcome))).toEqual([])
    expect(outcomes).toContain('201 true')
    // A link is put before its blob: whoever lost the race leaves one, which gives access to nothing.
    const faults = await bucketFaults(store)
    expect(faults.filter((fault) => !/_layers\/.*there is no blob/.test(fault))).toEqual([])
  })
})
