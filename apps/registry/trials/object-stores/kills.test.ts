import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, uploadIdOf } from '../../src/testing/upload.ts'
import { readBlob } from '../support/blobs.ts'
import { holdRequest } from '../support/held-upload.ts'
import { octets } from '../support/moving-upload.ts'
import type { RunningSite } from '../support/site.ts'
import { bucketFaults, unfinished } from './support/bucket-faults.ts'
import { chunkSizeBytes, type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { storeKinds } from './support/store-kinds.ts'
import { startStoreSite } from './support/store-site.ts'

const name = 'team/app'

describe.each(storeKinds)('a registry that is killed in the middle of an upload, on $name', (kind) => {
  let resources: AsyncDisposableStack
  let store: EmulatedStore
  let doomed: RunningSite
  let other: RunningSite

  beforeEach(async () => {
    resources = new AsyncDisposableStack()
    store = resources.use(await startEmulatedStore(kind))
    ;[doomed, other] = await Promise.all([
      startStoreSite(store, { redirects: false }),
      startStoreSite(store, { redirects: false }),
    ])
    resources.use(doomed)
    resources.use(other)
  })
  afterEach(() => resources.disposeAsync())

  /** Bytes that a site says are stored, and where it says that the upload goes on. */
  const ask = async (path: string): Promise<{ stored: number; path: string }> => {
    const status = await other.fetch(path)
    expect(status.status).toBe(204)
    const [, last] = (status.headers.get('range') ?? '').split('-')
    return { stored: last === '0' ? 0 : Number(last) + 1, path: pathOf(locationOf(status)) }
  }

  /** Goes on with what is missing, and closes the upload. */
  const finish = async (path: string, stored: number, bytes: Buffer): Promise<void> => {
    const patched = await patchUpload(other, path, bytes.subarray(stored), octets)
    expect(patched.status).toBe(202)
    const done = await putUpload(other, pathOf(locationOf(patched)), digestOf(bytes), '', octets)
    expect(done.status).toBe(201)
    expect((await readBlob(other, name, digestOf(bytes)))?.equals(bytes)).toBe(true)
    expect(unfinished(store)).toEqual([])
    expect(await bucketFaults(store)).toEqual([])
  }

  test.each([
    ['small chunks', 70_000],
    ['chunks of more than a part', chunkSizeBytes + 70_000],
  ])('after %s: another replica has all that was answered, and goes on without reading it', async (_, length) => {
    const chunks = [0, 1, 2].map(() => randomBytes(length))
    let path = pathOf(await beginUpload(doomed, name))
    let offset = 0
    for (const chunk of chunks) {
      const range = { 'content-range': `${offset}-${offset + chunk.length - 1}` }
      path = pathOf(locationOf(await patchUpload(doomed, path, chunk, { ...octets, ...range })))
      offset += chunk.length
    }
    await doomed.daemon.stop('SIGKILL')

    const { stored, path: next } = await ask(path)
    expect(stored).toBe(offset)
    await finish(next, stored, Buffer.concat([...chunks, randomBytes(1000)]))
    const readBack = store.emulator.requests.list('GetObject').filter(({ key }) => key.endsWith(`/data`))
    // By the pull of the blob alone.
    expect(readBack.filter(({ key }) => key.includes('/_uploads/'))).toEqual([])
  })

  test('within its first chunk: another replica has the parts that arrived, or nothing, and goes on', async () => {
    const bytes = randomBytes(3 * chunkSizeBytes + 70_000)
    const path = pathOf(await beginUpload(doomed, name))
    const held = await holdRequest(doomed, 'PATCH', path)
    await held.send(bytes)
    const arrived = (): number => store.bucket.uploads().reduce((count, { parts }) => count + parts.size, 0)
    await expect.poll(arrived, { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
    await doomed.daemon.stop('SIGKILL')
    await held.end()

    const { stored, path: next } = await ask(path)
    expect(stored % chunkSizeBytes).toBe(0)
    expect(stored).toBeGreaterThanOrEqual(2 * chunkSizeBytes)
    await finish(next, stored, bytes)
  })

  test('within its second chunk: another replica has the first one, and goes on from there', async () => {
    const first = randomBytes(chunkSizeBytes + 70_000)
    const bytes = Buffer.concat([first, randomBytes(2 * chunkSizeBytes)])
    const patched = await patchUpload(doomed, await beginUpload(doomed, name), first, octets)
    const path = pathOf(locationOf(patched))
    const held = await holdRequest(doomed, 'PATCH', path)
    await held.send(bytes.subarray(first.length))
    const parts = (): number => store.emulator.requests.list('UploadPart').filter(({ status }) => status === 200).length
    await expect.poll(parts, { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
    await doomed.daemon.stop('SIGKILL')
    await held.end()

    const { stored, path: next } = await ask(path)
    expect(stored).toBe(first.length)
    await finish(next, stored, bytes)
  })

  test('in its closing request: the request is repeated elsewhere', async () => {
    const bytes = randomBytes(chunkSizeBytes + 70_000)
    const patched = await patchUpload(doomed, await beginUpload(doomed, name), bytes, octets)
    const path = pathOf(locationOf(patched))
    // The store has done its work, and nobody is there to hear of it.
    const rule = store.emulator.faults.add({
      operation: 'CompleteMultipartUpload',
      fault: { kind: 'stall-answer', afterBytes: 0 },
    })
    const closing = putUpload(doomed, path, digestOf(bytes), '', octets).catch(() => undefined)
    await expect.poll(() => rule.fired, { timeout: 20_000 }).toBe(1)
    await doomed.daemon.stop('SIGKILL')
    await closing
    store.emulator.faults.clear()

    const again = await putUpload(other, path, digestOf(bytes), '', octets)
    const blob = await readBlob(other, name, digestOf(bytes))
    const outcome = [again.status, blob?.equals(bytes)]
    // What was completed lies where only the killed process knew: the client is told to begin anew.
    expect([
      [201, true],
      [404, undefined],
      [416, undefined],
    ]).toContainEqual(outcome)
    const anew = await putUpload(other, pathOf(await beginUpload(other, name)), digestOf(bytes), bytes, octets)
    expect(anew.status).toBe(201)
    expect((await readBlob(other, name, digestOf(bytes)))?.equals(bytes)).toBe(true)
  })

  test('what it left is purged when it is old', async () => {
    const bytes = randomBytes(2 * chunkSizeBytes + 70_000)
    const kept = pathOf(locationOf(await patchUpload(doomed, await beginUpload(doomed, name), bytes, octets)))
    const held = await holdRequest(doomed, 'PATCH', pathOf(await beginUpload(doomed, name)))
    await held.send(bytes)
    await expect.poll(() => store.bucket.uploads().length, { timeout: 20_000 }).toBe(2)
    await doomed.daemon.stop('SIGKILL')
    await held.end()
    expect(unfinished(store).some((key) => key.includes(uploadIdOf(new URL(kept, other.url).href)))).toBe(true)

    await using purging = await startStoreSite(store, { purgeOlderThan: '1ms' })
    await expect.poll(() => unfinished(store), { timeout: 20_000 }).toEqual([])
    expect((await purging.fetch(kept)).status).toBe(404)
  })
})
