import type { StorageDriver } from '@moorage/driver-core'
import { freeChunk } from '@moorage/driver-core/kit'
import type { BlobStore, StoredBlob } from '../blobs/blob-store.ts'
import { type Digest, digestOf } from '../names/digest.ts'
import { blobDataPath } from '../storage/layout.ts'
import type { UploadChunk } from './upload-chunk.ts'
import { assertDigest } from './upload-errors.ts'
import { NativeHasher } from './upload-hasher.ts'
import { writeHashed } from './write-hashed.ts'

/** Blobs that come in one piece with their sha256 digest known: they are written where they will lie, and seen only if the digest is right. */
export class BlobPush {
  readonly #driver: StorageDriver
  readonly #blobs: BlobStore

  constructor(driver: StorageDriver, blobs: BlobStore) {
    this.#driver = driver
    this.#blobs = blobs
  }

  /** @throws RegistryError DIGEST_INVALID */
  async push(name: string, digest: Digest, chunk: UploadChunk): Promise<StoredBlob> {
    const isThere = await this.#blobs.isThere({ canonical: digest, size: chunk.length })
    const arrived = await chunk.body.takeIfArrived()
    if (arrived !== undefined) return this.#put(name, digest, arrived, isThere)
    return isThere ? this.#compare(name, digest, chunk) : this.#write(name, digest, chunk)
  }

  /** What has arrived is compared before anything is written, and needs no writer then. */
  async #put(name: string, digest: Digest, bytes: Uint8Array, isThere: boolean): Promise<StoredBlob> {
    assertDigest(digest, { sha256: digestOf(bytes, 'sha256') })
    const blob = { canonical: digest, size: bytes.length }
    const place = (): Promise<void> => this.#driver.putContent(blobDataPath(digest), bytes, { durable: 'content' })
    await this.#blobs.add(name, blob, digest, isThere ? undefined : place)
    freeChunk(bytes)
    return blob
  }

  /** The bytes are there already: what is sent must be the same, and is dropped. */
  async #compare(name: string, digest: Digest, chunk: UploadChunk): Promise<StoredBlob> {
    const hasher = new NativeHasher('sha256')
    for await (const piece of chunk.body) {
      hasher.update(piece)
      freeChunk(piece)
    }
    assertDigest(digest, hasher.digests())
    const blob = { canonical: digest, size: hasher.offset }
    await this.#blobs.add(name, blob, digest)
    return blob
  }

  async #write(name: string, digest: Digest, chunk: UploadChunk): Promise<StoredBlob> {
    const hasher = new NativeHasher('sha256')
    const writer = await this.#driver.createWriter(blobDataPath(digest), {
      resumable: false,
      expectedSize: chunk.length,
    })
    try {
      await writeHashed(writer, chunk.body, hasher)
      assertDigest(digest, hasher.digests())
      const blob = { canonical: digest, size: hasher.offset }
      await this.#blobs.add(name, blob, digest, () => writer.commit({ durable: 'content' }))
      return blob
    } finally {
      // Drops what was not committed.
      await writer.close()
    }
  }
}
