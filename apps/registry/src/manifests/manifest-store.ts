import type { StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import { TimedCache } from '../cache/timed-cache.ts'
import type { CacheConfiguration } from '../config/configuration.ts'
import { algorithmOf, type Digest, digestOf } from '../names/digest.ts'
import { blobDataPath, manifestsPath, revisionLinkPath, revisionPath } from '../storage/layout.ts'
import { allDone } from '../storage/all-done.ts'
import { isObjectStore } from '../storage/is-object-store.ts'
import { deleteIfPresent, getContentIfPresent, isPresent, readLink } from '../storage/link.ts'
import type { PendingChanges } from '../storage/pending-changes.ts'
import { type ReadAhead, readAhead } from '../storage/read-ahead.ts'
import type { ManifestMediaType } from './media-types.ts'
import { storedMediaType } from './parse-manifest.ts'

/** A manifest's bytes, which never change under their digest. */
export interface StoredManifest {
  readonly bytes: Uint8Array
  readonly mediaType: ManifestMediaType
}

const cachedRevisions = 10_000
const cachedBytes = 64 * 1024 * 1024
/** Most manifests are shorter; what is none, and of any length, is not worth reading before it is known whether the repository holds it. */
const readAheadBytes = 64 * 1024

/** Manifests, and which repository holds which of them. Bytes are shared by all; only a repository's own links give access. */
export class ManifestStore {
  readonly #driver: StorageDriver
  readonly #isObjectStore: boolean
  readonly #revisions: TimedCache<Digest>
  readonly #contents = new LRUCache<Digest, StoredManifest>({
    maxSize: cachedBytes,
    sizeCalculation: (manifest) => manifest.bytes.length + 256,
  })

  constructor(driver: StorageDriver, cache: CacheConfiguration) {
    this.#driver = driver
    this.#isObjectStore = isObjectStore(driver.capabilities)
    this.#revisions = new TimedCache({ max: cachedRevisions, lifetimeMs: cache.lifetime })
  }

  /** The manifest as the repository holds it; undefined when it does not, or when its bytes are gone or no manifest. */
  async get(name: string, digest: Digest): Promise<StoredManifest | undefined> {
    const isAhead = this.#isObjectStore && algorithmOf(digest) === 'sha256' && !this.#contents.has(digest)
    const ahead = isAhead ? readAhead(this.#driver, blobDataPath(digest), readAheadBytes) : undefined
    const canonical = await this.#canonical(name, digest)
    if (canonical !== digest) ahead?.cancel()
    if (canonical === undefined) return undefined
    return this.#contents.get(canonical) ?? this.#read(canonical, canonical === digest ? ahead : undefined)
  }

  async has(name: string, digest: Digest): Promise<boolean> {
    return (await this.#canonical(name, digest)) !== undefined
  }

  /** Whether the repository holds the manifest at this moment, whichever process has put or removed it. */
  async isHeldNow(name: string, digest: Digest): Promise<boolean> {
    return isPresent(this.#driver, revisionLinkPath(name, digest), { as: 'file' })
  }

  /**
   * Stores a manifest in the repository.
   * @param digest of `manifest.bytes`, by the algorithm it was pushed by
   */
  async put(name: string, digest: Digest, manifest: StoredManifest, changes: PendingChanges): Promise<void> {
    const canonical = canonicalOf(digest, manifest.bytes)
    const digests = digest === canonical ? [canonical] : [canonical, digest]
    // The bytes first: a process that dies in between must not leave a revision, nor a referrer, of which there is nothing.
    await changes.put(blobDataPath(canonical), manifest.bytes)
    await allDone(digests.map((each) => changes.putLink(revisionLinkPath(name, each), canonical)))
    this.#contents.set(canonical, manifest)
    for (const each of digests) this.#revisions.set(revisionKey(name, each), canonical)
  }

  /** The repository no longer holds the manifest; its bytes stay until garbage collection. @returns false where it did not, and the store tells */
  async remove(name: string, digest: Digest): Promise<boolean> {
    // Of an object store nothing but the link is there to be deleted; whether it was there, it does not tell.
    const removed = await (this.#isObjectStore
      ? deleteIfPresent(this.#driver, revisionLinkPath(name, digest), { as: 'file' })
      : deleteIfPresent(this.#driver, revisionPath(name, digest)))
    this.#revisions.forget(revisionKey(name, digest))
    return removed
  }

  /** Whether the repository holds, or has held, a manifest. */
  async hasRepository(name: string): Promise<boolean> {
    return isPresent(this.#driver, manifestsPath(name))
  }

  async #read(canonical: Digest, ahead: ReadAhead | undefined): Promise<StoredManifest | undefined> {
    const bytes = (await ahead?.bytes) ?? (await getContentIfPresent(this.#driver, blobDataPath(canonical)))
    const mediaType = bytes === undefined ? undefined : storedMediaType(bytes)
    if (bytes === undefined || mediaType === undefined) return undefined
    const manifest = { bytes, mediaType }
    this.#contents.set(canonical, manifest)
    return manifest
  }

  async #canonical(name: string, digest: Digest): Promise<Digest | undefined> {
    return this.#revisions.get(revisionKey(name, digest), () => readLink(this.#driver, revisionLinkPath(name, digest)))
  }
}

/** The sha256 digest of a manifest that has `digest`, too. */
export function canonicalOf(digest: Digest, bytes: Uint8Array): Digest {
  return algorithmOf(digest) === 'sha256' ? digest : digestOf(bytes, 'sha256')
}

function revisionKey(name: string, digest: Digest): string {
  return `${name}@${digest}`
}
