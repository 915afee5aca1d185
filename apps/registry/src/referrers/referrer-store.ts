import { isDriverError, type StorageDriver } from '@moorage/driver-core'
import type { Descriptor } from '../manifests/descriptor.ts'
import { descriptorSchema } from '../manifests/descriptor.ts'
import type { ManifestStore } from '../manifests/manifest-store.ts'
import { ociImageIndex } from '../manifests/media-types.ts'
import { readStoredManifest } from '../manifests/parse-manifest.ts'
import { algorithmOf, type Digest, encodedOf } from '../names/digest.ts'
import { inBatches } from '../storage/in-batches.ts'
import { referrerPath, referrersPath } from '../storage/layout.ts'
import { deleteIfPresent, getContentIfPresent } from '../storage/link.ts'
import type { PendingChanges } from '../storage/pending-changes.ts'
import type { TagStore } from '../tags/tag-store.ts'

/** Referrers read at the same time. */
const parallelReads = 32

/** Which manifests name which other as their subject: one small file for each, with the descriptor that the list shows. */
export class ReferrerStore {
  readonly #driver: StorageDriver
  readonly #manifests: ManifestStore
  readonly #tags: TagStore

  constructor(driver: StorageDriver, manifests: ManifestStore, tags: TagStore) {
    this.#driver = driver
    this.#manifests = manifests
    this.#tags = tags
  }

  async add(name: string, subject: Digest, referrer: Descriptor, changes: PendingChanges): Promise<void> {
    const { mediaType, digest, size, artifactType, annotations } = referrer
    const content = JSON.stringify({ mediaType, digest, size, artifactType, annotations })
    await changes.put(referrerPath(name, subject, digest), Buffer.from(content))
  }

  async remove(name: string, subject: Digest, referrer: Digest): Promise<void> {
    await deleteIfPresent(this.#driver, referrerPath(name, subject, referrer))
  }

  /** Descriptors of the manifests whose subject is `subject`, in order of their digests. */
  async list(name: string, subject: Digest): Promise<Descriptor[]> {
    const [own, older] = await Promise.all([this.#own(name, subject), this.#fromFallbackTag(name, subject)])
    const referrers = new Map([...older, ...own].map((descriptor) => [descriptor.digest, descriptor]))
    return [...referrers.values()].toSorted((left, right) => (left.digest < right.digest ? -1 : 1))
  }

  async #own(name: string, subject: Digest): Promise<Descriptor[]> {
    const found: Descriptor[] = []
    try {
      const entries = this.#driver.list(referrersPath(name, subject))
      for await (const batch of inBatches(entries, parallelReads)) {
        const descriptors = await Promise.all(batch.map((entry) => this.#read(name, entry.path)))
        found.push(...descriptors.filter((descriptor) => descriptor !== undefined))
      }
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
    return found
  }

  async #read(name: string, path: string): Promise<Descriptor | undefined> {
    const content = await getContentIfPresent(this.#driver, path)
    const descriptor = content === undefined ? undefined : parseDescriptor(content)
    return descriptor === undefined ? undefined : this.#ifPresent(name, descriptor)
  }

  /** A Go registry that deletes a manifest leaves our file of it behind. */
  async #ifPresent(name: string, descriptor: Descriptor): Promise<Descriptor | undefined> {
    return (await this.#manifests.has(name, descriptor.digest)) ? descriptor : undefined
  }

  /**
   * Referrers that clients wrote down in the index under the subject's fallback tag, while the registry had no referrers API
   * (OCI distribution specification, "Referrers Tag Schema" and "Enabling the Referrers API").
   */
  async #fromFallbackTag(name: string, subject: Digest): Promise<Descriptor[]> {
    const digest = await this.#tags.resolve(name, fallbackTag(subject))
    const stored = digest === undefined ? undefined : await this.#manifests.get(name, digest)
    if (stored?.mediaType !== ociImageIndex) return []
    const found: Descriptor[] = []
    for await (const batch of inBatches(readStoredManifest(stored.bytes)?.manifests ?? [], parallelReads)) {
      const descriptors = await Promise.all(batch.map((listed) => this.#describe(name, listed.digest, subject)))
      found.push(...descriptors.filter((descriptor) => descriptor !== undefined))
    }
    return found
  }

  /** What the manifest itself says counts, not what somebody wrote about it: it may have another subject, or none. */
  async #describe(name: string, digest: Digest, subject: Digest): Promise<Descriptor | undefined> {
    const stored = await this.#manifests.get(name, digest)
    const manifest = stored === undefined ? undefined : readStoredManifest(stored.bytes)
    if (stored === undefined || manifest?.subject?.digest !== subject) return undefined
    const { mediaType, artifactType, annotations } = manifest
    return { mediaType, digest, size: stored.bytes.length, artifactType, annotations }
  }
}

/** Algorithm and digits, the latter cut to 64 characters. */
function fallbackTag(subject: Digest): string {
  return `${algorithmOf(subject)}-${encodedOf(subject).slice(0, 64)}`
}

function parseDescriptor(content: Uint8Array): Descriptor | undefined {
  try {
    const result = descriptorSchema.safeParse(JSON.parse(Buffer.from(content).toString('utf8')))
    return result.success ? result.data : undefined
  } catch {
    // Half of a file, written by a process that was killed: the manifest itself is not acknowledged either.
    return undefined
  }
}
