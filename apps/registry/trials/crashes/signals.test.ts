import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConnectionLostError } from './support/http-client.ts'
import { holdRequest } from './support/held-request.ts'
import { beginUpload, closeUpload, locationOf, patchUpload, randomBlob, uploadStatus } from './support/simple-pushes.ts'
import { TrialStore } from './support/trial-registry.ts'

const blob = randomBlob(600_000)
const [first, second, third] = [0, 200_000, 400_000].map((start) => blob.bytes.subarray(start, start + 200_000)) as [
  Buffer,
  Buffer,
  Buffer,
]

let store: TrialStore

beforeEach(async () => {
  store = await TrialStore.create()
})
afterEach(() => store[Symbol.asyncDispose]())

it('SIGTERM lets a request end within http.draintimeout, and takes no new connections meanwhile', async () => {
  const { client, daemon } = await store.start({ http: ['draintimeout: 60s'] })
  const location = locationOf(await patchUpload(client, await beginUpload(client, 'team/app'), first), 202)
  const held = await holdRequest(client, 'PATCH', location, [second, third])
  const stopped = daemon.stop('SIGTERM')
  await refused(daemon.ready[1] ?? '')
  held.goOn()
  const next = locationOf(await held.answer, 202)
  expect(await stopped).toBe(0)

  const { client: later } = await store.start()
  expect(await uploadStatus(later, next)).toMatchObject({ size: blob.bytes.length })
  expect((await closeUpload(later, next, blob.digest, Buffer.alloc(0))).status).toBe(201)
})

it('SIGTERM without http.draintimeout cuts a request, and its upload goes on after a restart', async () => {
  const { client, daemon } = await store.start()
  const location = locationOf(await patchUpload(client, await beginUpload(client, 'team/app'), first), 202)
  const held = await holdRequest(client, 'PATCH', location, [second, third])
  const cut = held.answer.catch((error: unknown) => error)
  expect(await daemon.stop('SIGTERM')).toBe(0)
  held.goOn()
  expect(await cut).toBeInstanceOf(ConnectionLostError)

  const { client: later } = await store.start()
  const { location: next, size } = await uploadStatus(later, location)
  expect(size).toBeGreaterThanOrEqual(first.length)
  expect(size).toBeLessThanOrEqual(first.length + second.length)
  expect((await closeUpload(later, next, blob.digest, blob.bytes.subarray(size))).status).toBe(201)
  const read = await later.send('GET', `/v2/team/app/blobs/${blob.digest}`)
  expect(read.body.equals(blob.bytes)).toBe(true)
})

it('SIGTERM does not wait for connections on which nothing runs', async () => {
  const { client, daemon } = await store.start({ http: ['draintimeout: 60s'] })
  expect((await client.send('GET', '/v2/')).status).toBe(200)
  const startedAt = performance.now()
  expect(await daemon.stop('SIGTERM')).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(30_000)
})

/** Resolves when nobody listens at the address any more. */
async function refused(address: string): Promise<void> {
  const isListening = (): Promise<boolean> =>
    fetch(`http://${address}/v2/`, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    )
  await expect.poll(isListening, { timeout: 30_000, interval: 10 }).toBe(false)
}
