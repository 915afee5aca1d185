import { isDriverError, type StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import { type DigestAlgorithm, isDigest } from '../names/digest.ts'
import { uploadDataPath, uploadHashedPath, uploadHashStatePath } from '../storage/layout.ts'
import { getContentIfPresent } from '../storage/link.ts'
import { NativeHasher, ResumableHasher, type UploadDigests, type UploadHasher } from './upload-hasher.ts'

/** An upload with a number of its bytes stored. */
interface Upload {
  readonly name: string
  readonly id: string
  readonly algorithm: DigestAlgorithm
}

const liveHashers = 10_000

/**
 * The hashes of uploads that are under way. The process that hashed the last bytes keeps the hash itself;
 * next to the data lies what another process needs: the digest of the bytes so far and, for an upload that
 * has moved before, the state of its hash.
 */
export class UploadHashes {
  readonly #driver: StorageDriver
  readonly #live = new LRUCache<string, UploadHasher>({ max: liveHashers })

  constructor(driver: StorageDriver) {
    this.#driver = driver
  }

  /** A hasher that has seen the first `offset` bytes; undefined where the store cannot show them before the upload is complete. */
  async resume(upload: Upload, offset: number): Promise<UploadHasher | undefined> {
    if (offset === 0) return new NativeHasher(upload.algorithm)
    const live = this.#live.get(upload.id)
    if (live?.offset === offset && knows(live.algorithm, upload)) return live
    // Only sha256 has a form in which its state can be kept.
    if (upload.algorithm !== 'sha256') return this.#reread(upload, offset, new NativeHasher(upload.algorithm))
    return (await this.#load(upload, offset)) ?? (await this.#reread(upload, offset, await ResumableHasher.create()))
  }

  /** Keeps what a hasher knows for the next request, here or elsewhere. */
  async save(upload: Upload, hasher: UploadHasher): Promise<void> {
    this.#live.set(upload.id, hasher)
    const { offset } = hasher
    const state = hasher.goState()
    const hashed = Buffer.from(JSON.stringify({ offset, ...hasher.digests() }))
    // Their loss costs a reading of the bytes, nothing else: they need not be on disk before the answer.
    await Promise.all([
      this.#driver.putContent(uploadHashedPath(upload.name, upload.id), hashed, { durable: false }),
      state === undefined
        ? undefined
        : this.#driver.putContent(uploadHashStatePath(upload.name, upload.id, offset), state, { durable: false }),
    ])
  }

  /** Digests of the first `offset` bytes where they are known without hashing: those by sha256 and by the upload's algorithm. */
  async digests(upload: Upload, offset: number): Promise<UploadDigests | undefined> {
    const live = this.#live.get(upload.id)
    if (live?.offset === offset) return withAlgorithm(live.digests(), upload.algorithm)
    const content = await getContentIfPresent(this.#driver, uploadHashedPath(upload.name, upload.id))
    return content === undefined ? undefined : withAlgorithm(parseHashed(content, offset), upload.algorithm)
  }

  forget(id: string): void {
    this.#live.delete(id)
  }

  async #load(upload: Upload, offset: number): Promise<UploadHasher | undefined> {
    const state = await getContentIfPresent(this.#driver, uploadHashStatePath(upload.name, upload.id, offset))
    return state === undefined ? undefined : ResumableHasher.load(state, offset)
  }

  async #reread<Hasher extends UploadHasher>(
    upload: Upload,
    offset: number,
    hasher: Hasher,
  ): Promise<Hasher | undefined> {
    if (this.#driver.capabilities.append !== 'any-offset') return undefined
    try {
      const reader = await this.#driver.createReader(uploadDataPath(upload.name, upload.id), { length: offset })
      for await (const chunk of reader as AsyncIterable<Uint8Array>) hasher.update(chunk)
    } catch (error) {
      // What a killed process left half-way is no file yet.
      if (isDriverError(error, 'PATH_NOT_FOUND')) return undefined
      throw error
    }
    return hasher.offset === offset ? hasher : undefined
  }
}

function knows(algorithm: DigestAlgorithm, upload: Upload): boolean {
  return upload.algorithm === 'sha256' || upload.algorithm === algorithm
}

function withAlgorithm(digests: UploadDigests | undefined, algorithm: DigestAlgorithm): UploadDigests | undefined {
  return digests?.[algorithm] === undefined ? undefined : digests
}

function parseHashed(content: Uint8Array, offset: number): UploadDigests | undefined {
  let value: { offset?: unknown; sha256?: unknown; sha512?: unknown } | null
  try {
    value = JSON.parse(Buffer.from(content).toString('utf8')) as typeof value
  } catch {
    // Written without waiting for the disk, and cut short by a crash: the bytes are hashed again.
    return undefined
  }
  const { sha256, sha512 } = value ?? {}
  if (value?.offset !== offset || typeof sha256 !== 'string' || !isDigest(sha256)) return undefined
  return typeof sha512 === 'string' && isDigest(sha512) ? { sha256, sha512 } : { sha256 }
}
