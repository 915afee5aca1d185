import type { StorageDriver } from '@moorage/driver-core'
import { describe, expect, test } from 'vitest'
import { startTestRegistry } from '../../src/testing/start-test-registry.ts'
import { storedPath } from '../../src/testing/stored-files.ts'
import { listRepositories } from '../support/listings.ts'
import { startEmulatedStore } from './support/emulated-store.ts'
import { type StoreKind, storeKinds } from './support/store-kinds.ts'

const teams = 5
const names = Array.from({ length: 50 }, (_, index) => `team-${index % teams}/app-${String(index).padStart(2, '0')}`)
const digits = 'a'.repeat(62)

/** Puts a repository with so many tags, manifests and layers. */
async function addRepository(driver: StorageDriver, name: string, files: number): Promise<void> {
  const numbers = Array.from({ length: files }, (_, index) => String(index).padStart(2, '0'))
  const paths = numbers.flatMap((number) => [
    `_layers/sha256/${digits}${number}/link`,
    `_manifests/revisions/sha256/${digits}${number}/link`,
    `_manifests/tags/v${number}/current/link`,
  ])
  const link = Buffer.from(`sha256:${digits}00`)
  await Promise.all(paths.map((path) => driver.putContent(storedPath(`repositories/${name}/${path}`), link)))
}

/** The requests of a walk through the whole catalog by a registry that has just started. */
async function requestsOfWalk(kind: StoreKind, filesOfEach: number): Promise<readonly string[]> {
  await using store = await startEmulatedStore(kind)
  await using driver = await store.open()
  for (const name of names) await addRepository(driver, name, filesOfEach)
  // What holds no manifest is none, whatever else there is of it.
  await driver.putContent(storedPath(`repositories/blobs/only/_layers/sha256/${digits}00/link`), Buffer.from('link'))
  await using registry = await startTestRegistry({ storage: { cache: { lifetime: '1h' } } }, { driver })
  store.emulator.requests.clear()
  expect(await listRepositories(registry, 20)).toEqual(names.toSorted())
  return store.emulator.requests.list().map(({ operation }) => operation)
}

describe.each(storeKinds)('the catalog of a registry on $name', (kind) => {
  test('costs a listing for each repository and each part of their names, and nothing for tags, manifests and layers', async () => {
    const few = await requestsOfWalk(kind, 1)
    const many = await requestsOfWalk(kind, 25)
    // Each vendor has its own name for a listing.
    for (const operation of new Set(many)) expect(operation).toMatch(/^(?:GetBucket|ListObjects(?:V2)?)$/)
    expect(many.length).toBe(few.length)
    // The root again for each page; the folder of blobs without manifests and the one above it; and `team`, below which
    // there might be names behind `team-0/…`.
    const pages = Math.ceil(names.length / 20)
    expect(many.length).toBeLessThanOrEqual(names.length + teams + pages + 3)
  })
})
