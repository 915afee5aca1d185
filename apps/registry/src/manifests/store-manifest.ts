import type { Digest } from '../names/digest.ts'
import type { RegistryServices } from '../registry-services.ts'
import { allDone } from '../storage/all-done.ts'
import { PendingChanges } from '../storage/pending-changes.ts'
import { manifestLocks, tagLock } from './locks.ts'
import { canonicalOf } from './manifest-store.ts'
import type { Manifest } from './parse-manifest.ts'

export interface PushedManifest {
  readonly name: string
  /** Of `bytes`, by the algorithm it was pushed by. */
  readonly digest: Digest
  readonly bytes: Uint8Array
  readonly manifest: Manifest
  /** Tags that are to name it. */
  readonly tags: readonly string[]
}

/** How often a manifest is put once more that other processes have deleted while it was put. */
const mostRepetitions = 10

/** Makes the repository hold a manifest: first all that belongs to it, then the tags, by which readers find it. */
export async function storeManifest(services: RegistryServices, pushed: PushedManifest): Promise<void> {
  const { catalog, driver, locks, manifests, referrers, tags } = services
  const { name, digest, bytes, manifest } = pushed
  const { mediaType, subject } = manifest
  const changes = new PendingChanges(driver)
  const canonical = canonicalOf(digest, bytes)
  const store = async (): Promise<void> => {
    await allDone([
      manifests.put(name, digest, { bytes, mediaType }, changes),
      ...(subject === undefined
        ? []
        : [referrers.add(name, subject.digest, { ...manifest, digest, size: bytes.length }, changes)]),
      ...pushed.tags.map((tag) => tags.note(name, tag, digest, changes)),
    ])
    await locks.run(
      pushed.tags.map((tag) => tagLock(name, tag)),
      () => allDone(pushed.tags.map((tag) => tags.set(name, tag, digest, changes))),
    )
  }
  await locks.run(manifestLocks(name, [canonical]), async () => {
    await store()
    // Locks hold in this process only. Another one that deletes the manifest meanwhile may have looked for its tags too early.
    for (let left = mostRepetitions; left > 0 && pushed.tags.length > 0; left -= 1) {
      if (await manifests.isHeldNow(name, canonical)) return
      await store()
    }
  })
  await changes.flush()
  await catalog.pushed(name)
}
