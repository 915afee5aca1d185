import { rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HttpClient } from './support/http-client.ts'
import { mountDisk, remountDisk } from './support/mounted-disk.ts'
import {
  beginUpload,
  closeUpload,
  errorsOf,
  locationOf,
  manifestOf,
  patchUpload,
  postBlob,
  putManifest,
  randomBlob,
  uploadStatus,
} from './support/simple-pushes.ts'
import { TrialStore } from './support/trial-registry.ts'

const config = randomBlob(2000)
const manifest = manifestOf(config, 'the same each time')
const uncached = ['cache: { lifetime: 0s }']

let store: TrialStore

beforeEach(async () => {
  store = await TrialStore.create()
})
afterEach(() => store[Symbol.asyncDispose]())

async function pushImage(client: HttpClient, name: string): Promise<void> {
  expect((await postBlob(client, name, config.bytes)).status).toBe(201)
  expect((await putManifest(client, name, 'latest', manifest)).status).toBe(201)
}

async function statuses(client: HttpClient, name: string): Promise<number[]> {
  const targets = [`blobs/${config.digest}`, 'manifests/latest', 'tags/list']
  const answers = await Promise.all(targets.map((target) => client.send('GET', `/v2/${name}/${target}`)))
  return answers.map((answer) => answer.status)
}

it('a disk that turns read-only serves reads, and refuses writes until it is writable again', async (context) => {
  const reason = await mountDisk(store, 12)
  if (reason !== undefined) context.skip(reason)
  const { client } = await store.start({ storage: uncached })
  await pushImage(client, 'team/app')
  const blob = randomBlob(100_000)
  const start = blob.bytes.subarray(0, 60_000)
  const location = locationOf(await patchUpload(client, await beginUpload(client, 'team/app'), start), 202)

  await remountDisk(store, 'ro')
  expect(await statuses(client, 'team/app')).toEqual([200, 200, 200])
  const refused = [
    await postBlob(client, 'team/app', blob.bytes),
    await patchUpload(client, location, blob.bytes.subarray(60_000)),
    await putManifest(client, 'team/app', 'latest', manifestOf(config, 'another')),
    await client.send('DELETE', '/v2/team/app/manifests/latest'),
  ]
  expect(refused.map((answer) => answer.status)).toEqual([500, 500, 500, 500])
  for (const answer of refused) {
    expect(errorsOf(answer)).toMatchObject([
      { code: 'UNKNOWN', message: expect.stringContaining('its operator finds the reason in the log') },
    ])
  }
  expect(await statuses(client, 'team/app')).toEqual([200, 200, 200])
  expect(await uploadStatus(client, location)).toMatchObject({ size: start.length })

  await remountDisk(store, 'rw')
  expect((await closeUpload(client, location, blob.digest, blob.bytes.subarray(60_000))).status).toBe(201)
  expect((await client.send('GET', `/v2/team/app/blobs/${blob.digest}`)).body.equals(blob.bytes)).toBe(true)
})

describe('a folder that is deleted under a running registry', () => {
  it.each([
    ['a repository', ['docker', 'registry', 'v2', 'repositories', 'team'], [404, 404, 404]],
    ['all repositories', ['docker', 'registry', 'v2', 'repositories'], [404, 404, 404]],
    ['the store', ['docker'], [404, 404, 404]],
    ['the root', [], [404, 404, 404]],
    ['the folder of unfinished files', ['~tmp'], [200, 200, 200]],
  ])('%s: what was in it is gone, and pushes make it again', async (_, parts, expected) => {
    const { client } = await store.start({ storage: uncached })
    await pushImage(client, 'team/app')
    await rm(join(store.root, ...parts), { recursive: true })
    expect(await statuses(client, 'team/app')).toEqual(expected)
    await pushImage(client, 'team/app')
    expect(await statuses(client, 'team/app')).toEqual([200, 200, 200])
    const blob = randomBlob(5000)
    const location = locationOf(await patchUpload(client, await beginUpload(client, 'team/app'), blob.bytes), 202)
    expect((await closeUpload(client, location, blob.digest, Buffer.alloc(0))).status).toBe(201)
  })

  it('blobs: they are gone with it, and pushes make it again', async () => {
    const { client } = await store.start({ storage: uncached })
    await pushImage(client, 'team/app')
    await rm(join(store.root, 'docker', 'registry', 'v2', 'blobs'), { recursive: true })
    // The manifest's bytes are in memory, and are the right ones.
    expect(await statuses(client, 'team/app')).toEqual([404, 200, 200])
    await pushImage(client, 'team/app')
    expect(await statuses(client, 'team/app')).toEqual([200, 200, 200])
  })
})

it('a store that fails takes the registry out of service, and brings it back, with health.storagedriver', async () => {
  const sections = ['health:', '  storagedriver: { enabled: true, interval: 20ms, threshold: 2 }']
  const { client } = await store.start({ storage: uncached, sections })
  await pushImage(client, 'team/app')
  await rename(store.root, `${store.root}-elsewhere`)
  await symlink(store.root, store.root)
  const status = async (): Promise<number> => (await client.send('GET', '/')).status
  await expect.poll(status, { timeout: 30_000 }).toBe(503)
  const answer = await client.send('GET', '/v2/team/app/tags/list')
  expect(answer.status).toBe(503)
  expect(answer.headers['retry-after']).toBe('1')

  await rm(store.root)
  await rename(`${store.root}-elsewhere`, store.root)
  await expect.poll(status, { timeout: 30_000 }).toBe(200)
  expect(await statuses(client, 'team/app')).toEqual([200, 200, 200])
})
