import { randomBytes } from 'node:crypto'
import type { Operation } from '@moorage/object-store-emulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { digestOf, pushImage, type PushedManifest, putManifest } from '../../src/testing/push.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload } from '../../src/testing/upload.ts'
import { octets } from '../support/moving-upload.ts'
import type { RunningSite } from '../support/site.ts'
import { unfinished } from './support/bucket-faults.ts'
import { chunkSizeBytes, type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { storeKinds } from './support/store-kinds.ts'
import { startStoreSite } from './support/store-site.ts'

/** Longer than a driver waits by itself: it leaves that to the client. */
const retryAfterSeconds = 11

describe.each(storeKinds)('a registry whose store throttles, on $name', (kind) => {
  const resources = new AsyncDisposableStack()
  const name = 'team/app'
  const layer = digestOf(`layer of ${name}`)
  let store: EmulatedStore
  let site: RunningSite
  let image: PushedManifest
  let upload: string

  beforeAll(async () => {
    store = resources.use(await startEmulatedStore(kind))
    site = resources.use(await startStoreSite(store, { redirects: false }))
    image = await pushImage(site, name, 'v1')
  })
  beforeEach(async () => {
    upload = pathOf(locationOf(await patchUpload(site, await beginUpload(site, name), 'bytes ', octets)))
  })
  afterEach(() => store.emulator.faults.clear())
  afterAll(() => resources.disposeAsync())

  const throttle = (...operation: Operation[]): unknown =>
    store.emulator.faults.add({
      ...(operation.length === 0 ? {} : { operation }),
      count: 'always',
      fault: { kind: 'error', code: 'SlowDown', status: 503, retryAfterSeconds },
    })

  const requests: Readonly<Record<string, () => Promise<Response>>> = {
    'GET of a blob': () => site.fetch(`/v2/${name}/blobs/${layer}`),
    'HEAD of a blob': () => site.fetch(`/v2/${name}/blobs/${layer}`, { method: 'HEAD' }),
    'DELETE of a blob': () => site.fetch(`/v2/${name}/blobs/${layer}`, { method: 'DELETE' }),
    'GET of a manifest': () => site.fetch(`/v2/${name}/manifests/v1`),
    'HEAD of a manifest': () => site.fetch(`/v2/${name}/manifests/v1`, { method: 'HEAD' }),
    'PUT of a manifest': async () => (await putManifest(site, name, 'v2', image.bytes)).response,
    'DELETE of a tag': () => site.fetch(`/v2/${name}/manifests/v1`, { method: 'DELETE' }),
    'DELETE of a manifest': () => site.fetch(`/v2/${name}/manifests/${image.digest}`, { method: 'DELETE' }),
    'a list of tags': () => site.fetch(`/v2/${name}/tags/list`),
    'a list of referrers': () => site.fetch(`/v2/${name}/referrers/${image.digest}`),
    'the catalog': () => site.fetch('/v2/_catalog'),
    'a mount': () => site.fetch(`/v2/other/app/blobs/uploads/?mount=${layer}&from=${name}`, { method: 'POST' }),
    'a blob in one POST': () =>
      site.fetch(`/v2/${name}/blobs/uploads/?digest=${digestOf('new')}`, { method: 'POST', body: 'new' }),
    'the first chunk of an upload': async () => patchUpload(site, await beginUpload(site, name), 'first', octets),
    'the next chunk of an upload': () => patchUpload(site, upload, 'next', octets),
    'the end of an upload': () => putUpload(site, upload, digestOf('bytes '), '', octets),
    'the status of an upload': () => site.fetch(upload),
    'the end of an upload by its client': () => site.fetch(upload, { method: 'DELETE' }),
  }

  test.each(Object.keys(requests))('tells the client when to come back: %s', async (request) => {
    throttle()
    const response = await requests[request]?.()
    expect([response?.status, response?.headers.get('retry-after')]).toEqual([429, String(retryAfterSeconds)])
    const text = await response?.text()
    expect(text).not.toMatch(/SlowDown|docker\/registry/)
  })

  test.each<[string, Operation, number]>([
    ['the parts of a chunk', 'UploadPart', chunkSizeBytes + 70_000],
    ['the state behind a chunk', 'PutObject', chunkSizeBytes + 70_000],
    ['the start of a multipart upload', 'InitiateMultipartUpload', 70_000],
  ])('keeps an upload of which the store refused %s, to be continued', async (_, operation, firstLength) => {
    const chunks = [randomBytes(firstLength), randomBytes(chunkSizeBytes + 70_000)] as const
    const first = await patchUpload(site, await beginUpload(site, name), chunks[0], octets)
    const location = pathOf(locationOf(first))
    throttle(operation)
    expect((await patchUpload(site, location, chunks[1], octets)).status).toBe(429)
    store.emulator.faults.clear()

    const status = await site.fetch(location)
    const whole = Buffer.concat(chunks)
    const stored = Number(status.headers.get('range')?.slice(2)) + 1
    expect(stored).toBeGreaterThanOrEqual(chunks[0].length)
    const next = await patchUpload(site, pathOf(locationOf(status)), whole.subarray(stored), octets)
    const done = await putUpload(site, pathOf(locationOf(next)), digestOf(whole), '', octets)
    expect(done.status).toBe(201)
    const pulled = await site.fetch(`/v2/${name}/blobs/${digestOf(whole)}`)
    expect(Buffer.from(await pulled.arrayBuffer()).equals(whole)).toBe(true)
  })

  test.each<[string, Operation[]]>([
    ['completes nothing', ['CompleteMultipartUpload']],
    // SCS renames in the place of copying.
    ['moves nothing', ['PutObjectCopy', 'RenameObject']],
    ['puts nothing', ['PutObject']],
  ])('lets a closing request be repeated that met a store which %s', async (_, operations) => {
    const bytes = randomBytes(chunkSizeBytes + 70_000)
    const patched = await patchUpload(site, await beginUpload(site, name), bytes, octets)
    const location = pathOf(locationOf(patched))
    throttle(...operations)
    expect((await putUpload(site, location, digestOf(bytes), '', octets)).status).toBe(429)
    store.emulator.faults.clear()
    expect((await putUpload(site, location, digestOf(bytes), '', octets)).status).toBe(201)
    const pulled = await site.fetch(`/v2/${name}/blobs/${digestOf(bytes)}`)
    expect(Buffer.from(await pulled.arrayBuffer()).equals(bytes)).toBe(true)
    const [, id = ''] = /uploads\/([0-9a-f-]+)/.exec(location) ?? []
    expect(unfinished(store).filter((key) => key.includes(id))).toEqual([])
  })

  test('gets over a short burst by itself', async () => {
    store.emulator.faults.add({
      every: 4,
      fault: { kind: 'error', code: 'SlowDown', status: 503, retryAfterSeconds: 0 },
    })
    const bytes = 'pushed in a burst'
    const location = await beginUpload(site, name)
    expect((await putUpload(site, location, digestOf(bytes), bytes, octets)).status).toBe(201)
    expect(await (await site.fetch(`/v2/${name}/blobs/${digestOf(bytes)}`)).text()).toBe(bytes)
  })
})

describe.each(storeKinds)('a registry whose store refuses it, on $name', (kind) => {
  test('answers 500, and logs what the store said with its id of the request, and no secret', async () => {
    await using store = await startEmulatedStore(kind)
    await using site = await startStoreSite(store)
    store.emulator.faults.add({ count: 'always', fault: { kind: 'error', code: 'AccessDenied', status: 403 } })
    const response = await site.fetch('/v2/team/app/manifests/v1')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/AccessDenied/)
    const refused = store.emulator.requests.list().find((entry) => entry.errorCode === 'AccessDenied')
    await expect.poll(() => site.daemon.output()).toMatch(/error\.requestid="?\S+/)
    const output = site.daemon.output()
    expect(output.replaceAll('"', '')).toContain(`error.requestid=${refused?.requestId} `)
    expect(output).toContain('error.code=ACCESS_DENIED')
    expect(output).toContain('AccessDenied')
    for (const name of Object.values(kind.keyParameters)) expect(output).not.toContain(String(store.parameters[name]))
  })
})
