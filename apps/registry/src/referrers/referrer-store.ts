import { baseName, isDriverError, type StorageDriver } from '@moorage/driver-core'
import type { Descriptor } from '../manifests/descriptor.ts'
import { descriptorSchema } from '../manifests/descriptor.ts'
import type { ManifestStore } from '../manifests/manifest-store.ts'
import { ociImageIndex } from '../manifests/media-types.ts'
import { readStoredManifest } from '../manifests/parse-manifest.ts'
import { algorithmOf, type Digest, encodedOf, isDigest } from '../names/digest.ts'
import { referrerPath, referrersPath } from '../storage/layout.ts'
import { deleteIfPresent, getContentIfPresent } from '../storage/link.ts'
import type { PendingChanges } from '../storage/pending-changes.ts'
import type { TagStore } from '../tags/tag-store.ts'

/** Referrers read at the same time, and bytes of them. */
const parallelReads = 32
const parallelBytes = 4 * 1024 * 1024
/** What a manifest is taken to have that only somebody else's index names. */
const unknownWeightBytes = parallelBytes / 8

/** What may be a referrer. */
interface Candidate {
  readonly digest: Digest
  /** Our file of it, where there is one. */
  readonly path?: string
  /** Bytes that it costs to look. */
  readonly weight: number
}

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
    await deleteIfPresent(this.#driver, referrerPath(name, subject, referrer), { as: 'file' })
  }

  /**
   * Descriptors of the manifests whose subject is `subject`, in order of their digests.
   * They are read as they are asked for: each may have as many bytes as a manifest, and nobody knows how many there are.
   * @param after only those behind this digest
   */
  async *list(name: string, subject: Digest, after = ''): AsyncGenerator<Descriptor, void, void> {
    for (const batch of byWeight(await this.#candidates(name, subject, after))) {
      const found = await Promise.all(batch.map((candidate) => this.#describe(name, subject, candidate)))
      yield* found.filter((descriptor) => descriptor !== undefined)
    }
  }

  async #candidates(name: string, subject: Digest, after: Digest): Promise<Candidate[]> {
    const [own, others] = await Promise.all([this.#own(name, subject), this.#fromFallbackTag(name, subject)])
    for (const digest of others) {
      if (!own.has(digest)) own.set(digest, { digest, weight: unknownWeightBytes })
    }
    return [...own.values()]
      .filter(({ digest }) => digest > after)
      .toSorted((left, right) => (left.digest < right.digest ? -1 : 1))
  }

  async #own(name: string, subject: Digest): Promise<Map<Digest, Candidate>> {
    const found = new Map<Digest, Candidate>()
    try {
      for await (const entry of this.#driver.list(referrersPath(name, subject))) {
        const digest = baseName(entry.path).replace('-', ':')
        if (entry.kind === 'file' && isDigest(digest)) {
          found.set(digest, { digest, path: entry.path, weight: entry.size })
        }
      }
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
    return found
  }

  async #describe(name: string, subject: Digest, { digest, path }: Candidate): Promise<Descriptor | undefined> {
    const own = path === undefined ? undefined : await this.#read(name, digest, path)
    return own ?? this.#fromManifest(name, digest, subject)
  }

  /** A Go registry that deletes a manifest leaves our file of it behind. */
  async #read(name: string, digest: Digest, path: string): Promise<Descriptor | undefined> {
    const [content, isHeld] = await Promise.all([
      getContentIfPresent(this.#driver, path),
      this.#manifests.has(name, digest),
    ])
    const descriptor = content === undefined ? undefined : parseDescriptor(content)
    return isHeld && descriptor?.digest === digest ? descriptor : undefined
  }

  /**
   * Referrers that clients wrote down in the index under the subject's fallback tag, while the registry had no referrers API
   * (OCI distribution specification, "Referrers Tag Schema" and "Enabling the Referrers API").
   */
  async #fromFallbackTag(name: string, subject: Digest): Promise<Digest[]> {
    const digest = await this.#tags.resolve(name, fallbackTag(subject))
    const stored = digest === undefined ? undefined : await this.#manifests.get(name, digest)
    if (stored?.mediaType !== ociImageIndex) return []
    return (readStoredManifest(stored.bytes)?.manifests ?? []).map((listed) => listed.digest)
  }

  /** What the manifest itself says counts, not what somebody wrote about it: it may have another subject, or none. */
  async #fromManifest(name: string, digest: Digest, subject: Digest): Promise<Descriptor | undefined> {
    const stored = await this.#manifests.get(name, digest)
    const manifest = stored === undefined ? undefined : readStoredManifest(stored.bytes)
    if (stored === undefined || manifest?.subject?.digest !== subject) return undefined
    const { mediaType, artifactType, annotations } = manifest
    return { mediaType, digest, size: stored.bytes.length, artifactType, annotations }
  }
}

function* byWeight(candidates: readonly Candidate[]): Generator<Candidate[], void, void> {
  let batch: Candidate[] = []
  let weight = 0
  for (const candidate of candidates) {
    weight += candidate.weight
    if (batch.length === parallelReads || (weight > parallelBytes && batch.length > 0)) {
      yield batch
      batch = []
      weight = candidate.weight
    }
    batch.push(candidate)
  }
  if (batch.length > 0) yield batch
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
