import { randomUUID } from 'node:crypto'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { holdRequest } from './support/held-request.ts'
import { beginUpload, locationOf, patchUpload, postBlob, randomBlob, uploadStatus } from './support/simple-pushes.ts'
import { TrialStore } from './support/trial-registry.ts'

let store: TrialStore

beforeEach(async () => {
  store = await TrialStore.create()
})
afterEach(() => store[Symbol.asyncDispose]())

const { bytes, digest } = randomBlob(300_000)
const half = [bytes.subarray(0, 150_000), bytes.subarray(150_000)] as const

const purging = (age: string): { storage: string[] } => ({
  storage: [`maintenance: { uploadpurging: { enabled: true, age: ${age}, interval: 20ms, dryrun: false } }`],
})
const folder = (...parts: readonly string[]): string => join(store.root, ...parts)
const uploads = (): string => folder('docker', 'registry', 'v2', 'repositories', 'team', 'app', '_uploads')

it.each([undefined, 'a secret of the configuration'])(
  'uploads that a kill interrupted are purged when they are old, with the secret %s',
  async (secret) => {
    const { client, daemon } = await store.start({ secret })
    const kept = locationOf(await patchUpload(client, await beginUpload(client, 'team/app'), bytes), 202)
    const held = await holdRequest(client, 'PATCH', await beginUpload(client, 'team/app'), half)
    const cut = held.answer.catch((error: unknown) => error)
    await expect.poll(() => readdir(uploads())).toHaveLength(2)
    await daemon.stop('SIGKILL')
    held.goOn()
    await cut

    const young = await store.start({ secret, ...purging('1h') })
    await expect.poll(() => young.daemon.output()).toContain('unfinished uploads are purged')
    expect(await uploadStatus(young.client, kept)).toMatchObject({ size: bytes.length })
    await young.daemon.stop('SIGTERM')

    const old = await store.start({ secret, ...purging('1ms') })
    await expect.poll(() => readdir(uploads()), { timeout: 30_000 }).toEqual([])
    expect((await old.client.send('GET', kept)).status).toBe(404)
  },
  120_000,
)

it('what a kill left of an upload before its start was noted is purged too', async () => {
  const [begun, empty] = [join(uploads(), randomUUID()), join(uploads(), randomUUID())]
  await mkdir(begun, { recursive: true })
  await writeFile(join(begun, `data~open-${randomUUID()}`), '')
  await mkdir(empty)
  const { daemon } = await store.start(purging('1h'))
  // Nobody can tell how old it is: its age counts from the first look at it.
  await expect.poll(() => readdir(empty), { timeout: 30_000 }).toEqual(['startedat'])
  await daemon.stop('SIGTERM')
  expect((await readdir(uploads())).length).toBe(2)
  await store.start(purging('1ms'))
  await expect.poll(() => readdir(uploads()), { timeout: 30_000 }).toEqual([])
})

it('what kills left of blobs in one piece is swept at a start when it is a day old', async () => {
  const temporary = folder('~tmp')
  for (const count of [1, 2]) {
    const { client, daemon } = await store.start()
    const held = await holdRequest(client, 'POST', `/v2/team/app/blobs/uploads/?digest=${digest}`, half)
    const cut = held.answer.catch((error: unknown) => error)
    await expect.poll(() => readdir(temporary)).toHaveLength(count)
    await daemon.stop('SIGKILL')
    held.goOn()
    await cut
  }
  const [old = '', young = ''] = await readdir(temporary)
  await utimes(join(temporary, old), yesterday(), yesterday())

  const { client } = await store.start()
  await expect.poll(() => readdir(temporary)).toEqual([young])
  expect((await postBlob(client, 'team/app', bytes)).status).toBe(201)
  expect(await readdir(temporary)).toEqual([young])
})

function yesterday(): Date {
  return new Date(Date.now() - 25 * 60 * 60 * 1000)
}
