import { RegistryError } from '../errors/registry-error.ts'
import { assertDeleteEnabled } from '../http/assert-delete-enabled.ts'
import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import { type Digest, digestOf } from '../names/digest.ts'
import type { RegistryServices } from '../registry-services.ts'
import { allDone } from '../storage/all-done.ts'
import { PendingChanges } from '../storage/pending-changes.ts'
import { manifestLocks, tagLock } from './locks.ts'
import { readStoredManifest } from './parse-manifest.ts'
import { parseReference } from './reference.ts'

/** end-9, "Deleting tags" and "Deleting Manifests". Layers stay: garbage collection removes what nothing refers to. */
export async function deleteManifest(exchange: Exchange, route: { name: string; reference: string }): Promise<Reply> {
  assertDeleteEnabled(exchange)
  const { name } = route
  const reference = parseReference(route.reference)
  const deleted =
    reference !== undefined &&
    (reference.kind === 'tag'
      ? await deleteTag(exchange, name, reference.tag)
      : await deleteByDigest(exchange, name, reference.digest))
  if (!deleted) throw new RegistryError('MANIFEST_UNKNOWN', { detail: { name, reference: route.reference } })
  return emptyReply(202)
}

async function deleteTag(exchange: Exchange, name: string, tag: string): Promise<boolean> {
  const { locks, tags } = exchange.services
  return locks.run([tagLock(name, tag)], () => tags.remove(name, tag))
}

async function deleteByDigest(exchange: Exchange, name: string, digest: Digest): Promise<boolean> {
  const { catalog, locks, manifests, referrers, tags } = exchange.services
  if (!(await manifests.has(name, digest))) return false
  const bytes = (await manifests.get(name, digest))?.bytes
  // What was pushed by its sha512 digest has the sha256 one too: both name this manifest.
  const digests = bytes === undefined ? [digest] : [digestOf(bytes, 'sha256'), digestOf(bytes, 'sha512')]
  const subject = bytes === undefined ? undefined : readStoredManifest(bytes)?.subject
  const isDeleted = await locks.run(manifestLocks(name, digests), async () => {
    // Tags go first: one that outlived its manifest would come alive again when the manifest is pushed again.
    const names = await tags.namesOf(name, digests)
    await allDone(names.map((tag) => locks.run([tagLock(name, tag)], () => tags.remove(name, tag, digests))))
    if (subject !== undefined) await allDone(digests.map((each) => referrers.remove(name, subject.digest, each)))
    const removed = await Promise.all(digests.map((each) => manifests.remove(name, each)))
    await settleTags(exchange.services, name, digests)
    return removed.includes(true)
  })
  await catalog.deleted(name)
  return isDeleted
}

/**
 * Locks hold in this process only: another one may have pushed the manifest since its tags were looked for.
 * A tag of that push goes as well, unless that process has noticed and put the manifest again.
 */
async function settleTags(services: RegistryServices, name: string, digests: readonly Digest[]): Promise<void> {
  const { driver, locks, manifests, tags } = services
  const [canonical = ''] = digests
  for (const tag of await tags.namesOf(name, digests)) {
    await locks.run([tagLock(name, tag)], async () => {
      if (await manifests.isHeldNow(name, canonical)) return
      const removed = await tags.remove(name, tag, digests)
      if (!removed || !(await manifests.isHeldNow(name, canonical))) return
      const changes = new PendingChanges(driver)
      await tags.note(name, tag, canonical, changes)
      await tags.set(name, tag, canonical, changes)
      await changes.flush()
    })
  }
}
