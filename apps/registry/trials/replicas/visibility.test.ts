import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { artifactManifest, emptyJson } from '../../src/testing/manifests.ts'
import { digestOf, pushBlob, putManifest } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { listTags } from '../support/listings.ts'
import { type Replicas, startReplicas } from './replicas.ts'

const name = 'team/app'

/** What a replica answers for a manifest or tag: the digest, or the status that refuses it. */
async function resolve(site: Site, reference: string): Promise<string | number | null> {
  const response = await site.fetch(`/v2/${name}/manifests/${reference}`)
  await response.arrayBuffer()
  return response.status === 200 ? response.headers.get('docker-content-digest') : response.status
}

async function push(site: Site, tag: string, version: number): Promise<string> {
  const { digest, response } = await putManifest(
    site,
    name,
    tag,
    artifactManifest({ annotations: { v: `${version}` } }),
  )
  if (response.status !== 201) throw new Error(`the manifest was answered ${response.status}`)
  return digest
}

async function remove(site: Site, path: string): Promise<void> {
  const response = await site.fetch(`/v2/${name}/${path}`, { method: 'DELETE' })
  if (response.status !== 202) throw new Error(`the deletion was answered ${response.status}`)
}

describe.each([
  { cacheLifetime: '0s', lifetimeMs: 0 },
  { cacheLifetime: '400ms', lifetimeMs: 400 },
])('what one replica changed is right on the other with storage.cache.lifetime $cacheLifetime', (setting) => {
  const resources = new AsyncDisposableStack()
  let replicas: Replicas

  beforeAll(async () => {
    replicas = resources.use(await startReplicas(setting))
    await pushBlob(replicas.sites[0], name, emptyJson)
  })

  afterAll(() => resources.disposeAsync())

  /**
   * Asks until a question that was put later than the lifetime after the change is answered.
   * @returns that answer, and whether one before it was neither the old nor the new one
   */
  async function afterLifetime<Answer>(ask: () => Promise<Answer>, old: Answer, now: Answer): Promise<unknown> {
    const changedAt = performance.now()
    for (;;) {
      const isDue = performance.now() - changedAt > setting.lifetimeMs || setting.lifetimeMs === 0
      const answer = await ask()
      if (isDue) return answer
      if (answer !== old && answer !== now) return { neither: answer }
    }
  }

  test('a tag that moves', async () => {
    const [one, other] = replicas.sites
    for (let version = 1; version <= 3; version += 1) {
      const before = await push(one, 'moving', version)
      expect(await afterLifetime(() => resolve(other, 'moving'), await resolve(other, 'moving'), before)).toBe(before)
      const after = await push(one, 'moving', version + 100)
      expect(await afterLifetime(() => resolve(other, 'moving'), before, after)).toBe(after)
    }
  })

  test('a tag that is deleted', async () => {
    const [one, other] = replicas.sites
    const digest = await push(one, 'deleted', 11)
    expect(await resolve(other, 'deleted')).toBe(digest)
    await remove(one, 'manifests/deleted')
    expect(await afterLifetime(() => resolve(other, 'deleted'), digest, 404)).toBe(404)
    expect(await listTags(other, name)).not.toContain('deleted')
  })

  test('a manifest that is deleted, with its tags', async () => {
    const [one, other] = replicas.sites
    const digest = await push(one, 'v1', 21)
    await push(one, 'v2', 21)
    expect([await resolve(other, 'v1'), await resolve(other, digest)]).toEqual([digest, digest])
    await remove(one, `manifests/${digest}`)
    expect(await afterLifetime(() => resolve(other, digest), digest, 404)).toBe(404)
    expect([await resolve(other, 'v1'), await resolve(other, 'v2')]).toEqual([404, 404])
    expect((await listTags(other, name)).filter((tag) => /^v\d/.test(tag))).toEqual([])
  })

  test('a blob that is deleted, and pushed again', async () => {
    const [one, other] = replicas.sites
    const digest = await pushBlob(one, name, 'a blob')
    const status = async (): Promise<number> =>
      (await other.fetch(`/v2/${name}/blobs/${digest}`, { method: 'HEAD' })).status
    expect(await status()).toBe(200)
    await remove(one, `blobs/${digest}`)
    expect(await afterLifetime(status, 200, 404)).toBe(404)
    await pushBlob(one, name, 'a blob')
    // What is missing is never remembered.
    expect(await status()).toBe(200)
  })

  test('what is pushed for the first time is there at once, however often it was asked for', async () => {
    const [one, other] = replicas.sites
    const digest = digestOf(JSON.stringify(artifactManifest({ annotations: { v: '31' } })))
    expect([await resolve(other, 'new'), await resolve(other, digest)]).toEqual([404, 404])
    await push(one, 'new', 31)
    expect([await resolve(other, 'new'), await resolve(other, digest)]).toEqual([digest, digest])
  })
})
