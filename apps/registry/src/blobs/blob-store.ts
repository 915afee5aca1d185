import type { Readable } from 'node:stream'
import { isDriverError, type OperationOptions, type ReadOptions, type StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import { TimedCache } from '../cache/timed-cache.ts'
import type { CacheConfiguration } from '../config/configuration.ts'
import { algorithmOf, type Digest } from '../names/digest.ts'
import { blobDataPath, layerLinkPath } from '../storage/layout.ts'
import { allDone } from '../storage/all-done.ts'
import { isObjectStore } from '../storage/is-object-store.ts'
import { deleteIfPresent, getContentIfPresent, readLink } from '../storage/link.ts'
import { PendingChanges } from '../storage/pending-changes.ts'

/** A blob that a repository holds. */
export interface StoredBlob {
  /** The sha256 digest under which the bytes lie. */
  readonly canonical: Digest
  /** Bytes. */
  readonly size: number
}

const cachedBlobs = 10_000
/** Bytes up to which a blob is read in one piece and remembered: configurations, and the layers that only set something. */
export const smallBlobBytes: number = 64 * 1024
const cachedBytes = 32 * 1024 * 1024

/** Blobs, and which repository holds which of them. Bytes are shared by all; only a repository's own links give access. */
export class BlobStore {
  readonly #driver: StorageDriver
  readonly #isObjectStore: boolean
  readonly #members: TimedCache<StoredBlob>
  readonly #contents = new LRUCache<Digest, Uint8Array>({
    maxSize: cachedBytes,
    sizeCalculation: (bytes) => bytes.length + 256,
  })

  constructor(driver: StorageDriver, cache: CacheConfiguration) {
    this.#driver = driver
    this.#isObjectStore = isObjectStore(driver.capabilities)
    this.#members = new TimedCache({
      max: cache.blobdescriptorsize === 0 ? cachedBlobs : cache.blobdescriptorsize,
      lifetimeMs: cache.lifetime,
    })
  }

  /**
   * The blob as the repository holds it; undefined when it does not, or when its bytes are gone.
   * @param isLikely it is most likely there: link and bytes are looked for at the same time
   */
  async find(
    name: string,
    digest: Digest,
    { isLikely = false }: { readonly isLikely?: boolean } = {},
  ): Promise<StoredBlob | undefined> {
    return this.#members.get(memberKey(name, digest), async () => {
      const ahead = isLikely && this.#isObjectStore && algorithmOf(digest) === 'sha256' ? this.size(digest) : undefined
      ahead?.catch(() => undefined)
      const canonical = await readLink(this.#driver, layerLinkPath(name, digest))
      if (canonical === undefined) return undefined
      const size = await (canonical === digest && ahead !== undefined ? ahead : this.size(canonical))
      return size === undefined ? undefined : { canonical, size }
    })
  }

  /** Bytes of a blob that some repository may hold; undefined when there is none. */
  async size(canonical: Digest, options?: OperationOptions): Promise<number | undefined> {
    try {
      const entry = await this.#driver.stat(blobDataPath(canonical), { ...options, as: 'file' })
      return entry.kind === 'file' ? entry.size : undefined
    } catch (error) {
      if (isDriverError(error, 'PATH_NOT_FOUND')) return undefined
      throw error
    }
  }

  /**
   * Whether the bytes lie there already, so that they need not be put there.
   * That is not asked of few bytes, nor of as many as a store takes in one request: it would cost as much as to put them, and a wait.
   */
  async isThere(blob: { readonly canonical: Digest; readonly size: number | undefined }): Promise<boolean> {
    const { minPartSizeBytes = 0 } = this.#driver.capabilities
    if (blob.size !== undefined && blob.size <= Math.max(smallBlobBytes, minPartSizeBytes)) return false
    return (await this.size(blob.canonical)) !== undefined
  }

  /** The bytes of a small blob, which never change under their digest. */
  async read(blob: StoredBlob): Promise<Uint8Array> {
    const known = this.#contents.get(blob.canonical)
    if (known !== undefined) return known
    const bytes = await this.#driver.getContent(blobDataPath(blob.canonical))
    this.#contents.set(blob.canonical, bytes)
    return bytes
  }

  async open(blob: StoredBlob, options: ReadOptions): Promise<Readable> {
    return this.#driver.createReader(blobDataPath(blob.canonical), options)
  }

  /** A URL at which the client fetches the bytes from the store itself, where the store has such. */
  async redirectUrl(blob: StoredBlob): Promise<URL | undefined> {
    return this.#driver.redirectUrl(blobDataPath(blob.canonical), { method: 'GET' })
  }

  /**
   * Makes the repository hold the blob, under its sha256 digest and, where it was pushed by another, under that too:
   * a Go registry reads both links.
   * @param place puts the bytes where they lie, with their name left to be flushed; none when they lie there already.
   * Bytes and links are flushed together: links alone give access to nothing.
   * @param linksFirst for bytes that leave an upload: whenever this fails or the process dies, either they are still in
   * the upload, or the repository holds the blob, so that the closing request can be repeated
   */
  async add(
    name: string,
    blob: StoredBlob,
    digest: Digest,
    place: () => Promise<void> = async () => {},
    { linksFirst = false }: { readonly linksFirst?: boolean } = {},
  ): Promise<void> {
    const digests = digest === blob.canonical ? [digest] : [digest, blob.canonical]
    const changes = new PendingChanges(this.#driver)
    changes.include(blobDataPath(blob.canonical))
    const link = (): Promise<void> =>
      allDone(digests.map((each) => changes.putLink(layerLinkPath(name, each), blob.canonical)))
    if (linksFirst) {
      await link()
      await place()
    } else {
      await allDone([place(), link()])
    }
    await changes.flush()
    for (const each of digests) this.#members.set(memberKey(name, each), blob)
  }

  /** The repository no longer holds the blob. @returns whether it did */
  async unlink(name: string, digest: Digest): Promise<boolean> {
    const path = layerLinkPath(name, digest)
    // An object store deletes a link by one request if it need not tell whether it was there.
    const isThere = !this.#isObjectStore || (await getContentIfPresent(this.#driver, path)) !== undefined
    const deleted = isThere && (await deleteIfPresent(this.#driver, path, this.#isObjectStore ? { as: 'file' } : {}))
    this.#members.forget(memberKey(name, digest))
    return deleted
  }
}

function memberKey(name: string, digest: Digest): string {
  return `${name}@${digest}`
}
