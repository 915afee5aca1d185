import type { Digest } from '../names/digest.ts'
import type { RegistryServices } from '../registry-services.ts'
import { allDone } from '../storage/all-done.ts'
import { PendingChanges } from '../storage/pending-changes.ts'
import { manifestLocks, tagLock } from './locks.ts'
import { digestOf } from './manifest-store.ts'
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

/** Makes the repository hold a manifest: first all that belongs to it, then the tags, by which readers find it. */
export async function storeManifest(services: RegistryServices, pushed: PushedManifest): Promise<void> {
  const { driver, locks, manifests, referrers, tags } = services
  const { name, digest, bytes, manifest } = pushed
  const { mediaType, subject } = manifest
  const changes = new PendingChanges(driver)
  await locks.run(manifestLocks(name, [digestOf(bytes, 'sha256')]), async () => {
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
  })
  await changes.flush()
}
