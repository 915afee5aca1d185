import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mountDisk } from './support/mounted-disk.ts'
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

const mebibyte = 1024 * 1024
const config = randomBlob(2000)
const large = randomBlob(7 * mebibyte)
const start = large.bytes.subarray(0, 3 * mebibyte)

let store: TrialStore

beforeEach(async () => {
  store = await TrialStore.create()
})
afterEach(() => store[Symbol.asyncDispose]())

it('a full disk refuses pushes with 507, serves what it has, and lets uploads go on when there is space', async (context) => {
  const reason = await mountDisk(store, 12)
  if (reason !== undefined) context.skip(reason)
  const ballast = join(store.root, 'ballast')
  await writeFile(ballast, Buffer.alloc(6 * mebibyte))
  const { client } = await store.start({ storage: ['cache: { lifetime: 0s }'] })
  const old = manifestOf(config, 'old')
  expect((await postBlob(client, 'team/app', config.bytes)).status).toBe(201)
  expect((await putManifest(client, 'team/app', 'latest', old)).status).toBe(201)

  const location = locationOf(await patchUpload(client, await beginUpload(client, 'team/app'), start), 202)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { location: next, size } = await uploadStatus(client, location)
    const refused = await patchUpload(client, next, large.bytes.subarray(size), size)
    expect(refused.status).toBe(507)
    expect(errorsOf(refused)).toMatchObject([{ code: 'DENIED', message: expect.stringContaining('the store is full') }])
  }
  await fill(join(store.root, 'filling'))

  const denied = [
    await postBlob(client, 'team/app', randomBlob(mebibyte).bytes),
    await putManifest(client, 'team/app', 'latest', manifestOf(config, 'new')),
    await putManifest(client, 'team/app', 'fresh', manifestOf(config, 'newer')),
    await putManifest(client, 'team/fresh', 'latest', manifestOf(config, 'newest')),
  ]
  // The last one asks for a blob that its repository does not hold.
  expect(denied.map((answer) => answer.status)).toEqual([507, 507, 507, 400])
  expect(await readdir(join(store.root, '~tmp'))).toEqual([])

  expect((await client.send('GET', '/v2/team/app/manifests/latest')).body.equals(old)).toBe(true)
  expect((await client.send('GET', `/v2/team/app/blobs/${config.digest}`)).body.equals(config.bytes)).toBe(true)
  const tags = await client.send('GET', '/v2/team/app/tags/list')
  expect(JSON.parse(tags.body.toString('utf8'))).toEqual({ name: 'team/app', tags: ['latest'] })
  expect((await client.send('GET', '/v2/_catalog')).status).toBe(200)

  await Promise.all([rm(ballast), rm(join(store.root, 'filling'))])
  const { location: next, size } = await uploadStatus(client, location)
  expect(size).toBeGreaterThanOrEqual(start.length)
  expect((await closeUpload(client, next, large.digest, large.bytes.subarray(size))).status).toBe(201)
  const pulled = await client.send('GET', `/v2/team/app/blobs/${large.digest}`)
  expect(pulled.body.equals(large.bytes)).toBe(true)
  expect((await putManifest(client, 'team/app', 'latest', manifestOf(config, 'new'))).status).toBe(201)
})

/** Takes what is left of the disk. */
async function fill(file: string): Promise<void> {
  const noSpace = { code: 'ENOSPC' }
  await expect(writeFile(file, Buffer.alloc(16 * mebibyte))).rejects.toMatchObject(noSpace)
}
