import { randomBytes } from 'node:crypto'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, uploadIdOf } from '../../src/testing/upload.ts'
import { readBlob } from '../support/blobs.ts'
import { corruptBlobs } from '../support/corrupt-blobs.ts'
import { type HeldRequest, holdRequest } from '../support/held-upload.ts'
import { octets } from '../support/moving-upload.ts'
import { Random } from '../support/random.ts'
import { startSite } from '../support/site.ts'
import { type Replicas, startReplicas } from './replicas.ts'

const resources = new AsyncDisposableStack()
let replicas: Replicas

beforeAll(async () => {
  replicas = resources.use(await startReplicas({ sync: false }))
})

afterAll(() => resources.disposeAsync())

const name = 'same/upload'

/** Resolves when the folder of an upload holds at least so many bytes in one file, under whatever name. */
async function bytesArrive(id: string, count: number): Promise<void> {
  const folder = join(replicas.data, 'docker/registry/v2/repositories', name, '_uploads', id)
  for (const deadline = performance.now() + 20_000; performance.now() < deadline;) {
    for await (const file of glob('data*', { cwd: folder })) {
      const found = await stat(join(folder, file)).catch(() => undefined)
      if (found !== undefined && found.size >= count) return
    }
  }
  throw new Error(`${count} bytes of the upload did not arrive`)
}

/** More than a writer gathers before it writes. */
const manyBytes = 2_000_000

interface HeldUpload {
  readonly path: string
  readonly held: HeldRequest
  readonly sent: Buffer
}

/** Begins an upload whose first chunk does not end. */
async function holdUpload(site: Site): Promise<HeldUpload> {
  const location = await beginUpload(site, name)
  const path = pathOf(location)
  const held = await holdRequest(site, 'PATCH', path)
  const sent = randomBytes(manyBytes)
  await held.send(sent)
  await bytesArrive(uploadIdOf(location), manyBytes / 2)
  return { path, held, sent }
}

/** Goes on sending, as one who has not heard of what happened elsewhere. @returns the status of the answer */
async function sendMore(held: HeldRequest): Promise<number | undefined> {
  await held.send(randomBytes(manyBytes))
  return held.end()
}

/** Asks how far the upload has come and goes on from there, again for as long as another chunk comes between the two. */
async function appendBehind(site: Site, path: string, bytes: string): Promise<{ chunk: Response; stored: number }> {
  for (;;) {
    const status = await site.fetch(path)
    const stored = Number(status.headers.get('range')?.split('-')[1]) + 1
    const chunk = await patchUpload(site, pathOf(locationOf(status)), bytes, octets)
    if (chunk.status !== 416) return { chunk, stored }
  }
}

test('bytes of a stream that is held open never reach a blob that the other replica has made of the upload', async () => {
  const [one, other] = replicas.sites
  const { path, held, sent } = await holdUpload(one)
  const { chunk, stored } = await appendBehind(other, path, 'the end')
  const bytes = Buffer.concat([sent.subarray(0, stored), Buffer.from('the end')])
  const closed = await putUpload(other, pathOf(locationOf(chunk)), digestOf(bytes), '', octets)
  const ended = await sendMore(held)
  expect([closed.status, ended === 202]).toEqual([201, false])
  for (const site of replicas.sites) expect((await readBlob(site, name, digestOf(bytes)))?.equals(bytes)).toBe(true)
  expect(await corruptBlobs(replicas.data)).toEqual([])
})

test('a chunk of the other replica that is answered stays, whatever a stream that is held open still sends', async () => {
  const [one, other] = replicas.sites
  const { path, held, sent } = await holdUpload(one)
  const { chunk, stored } = await appendBehind(other, path, 'behind it')
  const ended = await sendMore(held)
  expect([chunk.status, ended === 202]).toEqual([202, false])
  const bytes = Buffer.concat([sent.subarray(0, stored), Buffer.from('behind it')])
  const closed = await putUpload(one, pathOf(locationOf(chunk)), digestOf(bytes), '', octets)
  expect(closed.status).toBe(201)
  expect((await readBlob(one, name, digestOf(bytes)))?.equals(bytes)).toBe(true)
})

test('an upload that the other replica cancelled does not come back by a stream that is held open', async () => {
  const [one, other] = replicas.sites
  const { path, held } = await holdUpload(one)
  expect((await other.fetch(path, { method: 'DELETE' })).status).toBe(204)
  expect(await sendMore(held)).not.toBe(202)
})

test.each([1, 2])('whatever two replicas do to one upload, no blob is other than its digest: seed %i', async (seed) => {
  const random = new Random(seed)
  const [one, other] = replicas.sites
  const pieces = ['a', 'bb', 'ccc'].map((text) => Buffer.from(text.repeat(400_000)))
  const acknowledged = new Map<string, Buffer>()
  for (let round = 0; round < 12; round += 1) {
    const path = pathOf(await beginUpload(one, name))
    await Promise.all(
      [one, other, one, other].map(async (site) => {
        let location = path
        let expected = Buffer.alloc(0)
        for (let step = 0; step < 3; step += 1) {
          const piece = random.pick(pieces as [Buffer, ...Buffer[]])
          // A request that is refused may have its connection closed while it is still sending.
          const response = await patchUpload(site, location, [piece, piece], octets).catch(() => undefined)
          if (response?.status !== 202) return
          expected = Buffer.concat([expected, piece, piece])
          location = pathOf(locationOf(response))
        }
        const done = await putUpload(site, location, digestOf(expected), '', octets)
        if (done.status === 201) acknowledged.set(digestOf(expected), expected)
      }),
    )
  }
  for (const [digest, bytes] of acknowledged) expect((await readBlob(other, name, digest))?.equals(bytes)).toBe(true)
  expect(await corruptBlobs(replicas.data)).toEqual([])
})

test('an upload that is begun anew behind the back of a replica is not closed with what that replica hashed', async () => {
  const [one, other] = replicas.sites
  await using third = await startSite('moorage', replicas.configuration)
  const path = pathOf(await beginUpload(one, name))
  const harmless = `harmless ${randomBytes(8).toString('hex')}`
  const harmful = harmless.replace('less', 'ful!')
  const hashed = pathOf(locationOf(await patchUpload(one, path, harmless, octets)))
  expect((await other.fetch(hashed, { method: 'DELETE' })).status).toBe(204)
  // The state from before the first byte, sent to a replica that has never heard of the upload.
  await patchUpload(third, path, harmful, octets)
  const closed = await putUpload(one, hashed, digestOf(harmless), '', octets)
  expect(closed.status).not.toBe(201)
  expect(await corruptBlobs(replicas.data)).toEqual([])
})

test('nor is it closed with it after one more chunk', async () => {
  const [one, other] = replicas.sites
  await using third = await startSite('moorage', replicas.configuration)
  const path = pathOf(await beginUpload(one, name))
  const harmless = `harmless ${randomBytes(8).toString('hex')}`
  const hashed = pathOf(locationOf(await patchUpload(one, path, harmless, octets)))
  await other.fetch(hashed, { method: 'DELETE' })
  await patchUpload(third, path, harmless.replace('less', 'ful!'), octets)
  const more = await patchUpload(one, hashed, ' and more', octets)
  const next = more.status === 202 ? pathOf(locationOf(more)) : hashed
  expect((await putUpload(one, next, digestOf(`${harmless} and more`), '', octets)).status).not.toBe(201)
  expect(await corruptBlobs(replicas.data)).toEqual([])
})
