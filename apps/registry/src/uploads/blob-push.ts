import type { StorageDriver } from '@moorage/driver-core'
import { freeChunk } from '@moorage/driver-core/kit'
import type { BlobStore, StoredBlob } from '../blobs/blob-store.ts'
import type { Digest } from '../names/digest.ts'
import { blobDataPath } from '../storage/layout.ts'
import { hashing } from './hashing.ts'
import type { UploadChunk } from './upload-chunk.ts'
import { assertDigest } from './upload-errors.ts'
import { NativeHasher } from './upload-hasher.ts'

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
    return isThere ? this.#compare(name, digest, chunk) : this.#write(name, digest, chunk)
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
      await writer.writeFrom(hashing(chunk.body, hasher), { release: freeChunk })
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
