import { randomUUID } from 'node:crypto'
import { type FileWriter, isDriverError, type StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import type { BlobStore, StoredBlob } from '../blobs/blob-store.ts'
import { RegistryError } from '../errors/registry-error.ts'
import { algorithmOf, type Digest, type DigestAlgorithm } from '../names/digest.ts'
import { isUploadId } from '../names/upload-id.ts'
import { blobDataPath, uploadDataPath, uploadPath, uploadStartedAtPath } from '../storage/layout.ts'
import { deleteIfPresent, getContentIfPresent } from '../storage/link.ts'
import { ExclusiveUploads } from './exclusive-uploads.ts'
import { NativeHasher, type UploadDigests, type UploadHasher } from './upload-hasher.ts'
import { UploadHashes } from './upload-hashes.ts'
import { readUploadState, signUploadState, type UploadState } from './upload-state.ts'

/** Bytes of an upload, as one request brings them. */
export interface UploadChunk {
  readonly body: AsyncIterable<Uint8Array>
  /** Bytes of `body`, where the request says so. */
  readonly length: number | undefined
  /** Where `Content-Range` says it starts. */
  readonly start: number | undefined
}

export interface UploadStoreOptions {
  readonly driver: StorageDriver
  readonly blobs: BlobStore
  readonly secret: Uint8Array
  /** Whether a Go registry may share the store and the secret: it knows an upload only by its `startedat`. */
  readonly sharedWithGo: boolean
}

const rememberedUploads = 10_000

/**
 * Uploads of blobs. An upload without bytes is nothing but its signed state; the first bytes bring its folder into being.
 * Whatever goes wrong, no blob is seen before its digest is right, and bytes that arrived stay to be continued.
 */
export class UploadStore {
  readonly #driver: StorageDriver
  readonly #blobs: BlobStore
  readonly #secret: Uint8Array
  readonly #sharedWithGo: boolean
  readonly #hashes: UploadHashes
  readonly #exclusive = new ExclusiveUploads()
  /** What `close` of the last writer returned, for the next one. */
  readonly #resumeTokens = new LRUCache<string, string>({ max: rememberedUploads })
  /** Uploads that are over, and the digest of the blob that came of each: without bytes in the store nothing else tells that. */
  readonly #ended = new LRUCache<string, { readonly digest: Digest | undefined }>({ max: rememberedUploads })

  constructor(options: UploadStoreOptions) {
    this.#driver = options.driver
    this.#blobs = options.blobs
    this.#secret = options.secret
    this.#sharedWithGo = options.sharedWithGo
    this.#hashes = new UploadHashes(options.driver)
  }

  async begin(name: string, algorithm: DigestAlgorithm): Promise<UploadState> {
    const startedAt = `${new Date().toISOString().slice(0, 19)}Z`
    const upload = { name, id: randomUUID(), offset: 0, startedAt, algorithm }
    if (this.#sharedWithGo) await this.#noteStart(upload)
    return upload
  }

  /** The text that a client carries to its next request. */
  sign(state: UploadState): string {
    return signUploadState(this.#secret, state)
  }

  /**
   * How far an upload has come, whatever offset its state holds.
   * @throws RegistryError BLOB_UPLOAD_UNKNOWN
   */
  async status(name: string, id: string, stateText: string | null): Promise<UploadState> {
    const upload = stateText === null ? await this.#stored(name, id) : this.#readState(name, id, stateText)
    const look = async (): Promise<UploadState> => {
      this.#assertNotEnded(id)
      const writer = await this.#openWriter(upload)
      const { size } = writer
      await this.#release(upload, writer)
      if (size === 0 && upload.offset > 0) throw unknownUpload(id)
      return { ...upload, offset: size }
    }
    return this.#exclusive.run(id, undefined, look, (offset) => ({ ...upload, offset }))
  }

  /**
   * Appends a chunk. When the body is cut, what arrived stays.
   * @returns the state after it
   * @throws RegistryError RANGE_INVALID when the chunk does not start where the upload ends
   */
  async append(
    name: string,
    id: string,
    stateText: string | null,
    chunk: UploadChunk,
    signal: AbortSignal,
  ): Promise<UploadState> {
    const state = this.#requireState(name, id, stateText)
    return this.#exclusive.run(id, { offset: state.offset, signal }, async () => {
      this.#assertNotEnded(id)
      const { size } = await this.#append(state, chunk)
      return { ...state, offset: size }
    })
  }

  /**
   * Appends the last chunk, if there is one, and makes the blob the repository's.
   * @throws RegistryError DIGEST_INVALID when the bytes have another digest; the upload is over then
   */
  async complete(
    name: string,
    id: string,
    stateText: string | null,
    digest: Digest,
    chunk: UploadChunk | undefined,
    signal: AbortSignal,
  ): Promise<StoredBlob> {
    const state = this.#requireState(name, id, stateText)
    return this.#exclusive.run(id, { offset: state.offset, signal }, async () => {
      try {
        this.#assertNotEnded(id)
        return await this.#complete(state, digest, chunk)
      } catch (error) {
        const done = isUnknownUpload(error) ? await this.#completedBefore(state, digest) : undefined
        if (done === undefined) throw error
        return done
      }
    })
  }

  /** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  async cancel(name: string, id: string, stateText: string | null): Promise<void> {
    const state = this.#requireState(name, id, stateText)
    await this.#exclusive.run(id, undefined, async () => {
      this.#assertNotEnded(id)
      if (!(await this.#drop(state)) && state.offset > 0) throw unknownUpload(id)
    })
  }

  /**
   * Stores a blob that comes in one piece with its digest known. By sha256 it is written where it will lie,
   * and committed only if the digest is right.
   * @throws RegistryError DIGEST_INVALID
   */
  async push(name: string, digest: Digest, chunk: UploadChunk): Promise<StoredBlob> {
    if (algorithmOf(digest) !== 'sha256') {
      const upload = await this.begin(name, algorithmOf(digest))
      try {
        return await this.#finish(upload, digest, await this.#append(upload, chunk))
      } catch (error) {
        // Nobody was told of the upload, so nobody can go on with it.
        await this.#drop(upload)
        throw error
      }
    }
    const hasher = new NativeHasher('sha256')
    if ((await this.#blobs.size(digest)) === undefined) {
      await this.#writeBlob(digest, chunk, hasher)
    } else {
      for await (const piece of chunk.body) hasher.update(piece)
      assertDigest(digest, hasher.digests())
    }
    const blob = { canonical: digest, size: hasher.offset }
    await this.#blobs.link(name, blob)
    return blob
  }

  async #writeBlob(digest: Digest, chunk: UploadChunk, hasher: UploadHasher): Promise<void> {
    const writer = await this.#driver.createWriter(blobDataPath(digest), {
      resumable: false,
      expectedSize: chunk.length,
    })
    try {
      await writer.writeFrom(hashing(chunk.body, hasher))
      assertDigest(digest, hasher.digests())
      await writer.commit()
    } catch (error) {
      await writer.cancel()
      throw error
    }
  }

  async #complete(upload: UploadState, digest: Digest, chunk: UploadChunk | undefined): Promise<StoredBlob> {
    if (chunk !== undefined && this.#isWhole(upload, chunk, digest)) return this.#pushWhole(upload, digest, chunk)
    const hashedUpload = { ...upload, algorithm: algorithmOf(digest) }
    const appended = chunk === undefined ? undefined : await this.#append(hashedUpload, chunk)
    return this.#finish(hashedUpload, digest, appended)
  }

  async #pushWhole(upload: UploadState, digest: Digest, chunk: UploadChunk): Promise<StoredBlob> {
    const end = async (blobDigest?: Digest): Promise<unknown> =>
      this.#sharedWithGo ? this.#drop(upload, blobDigest) : this.#forget(upload, blobDigest)
    try {
      const blob = await this.push(upload.name, digest, chunk)
      await end(digest)
      return blob
    } catch (error) {
      if (error instanceof RegistryError && error.code === 'DIGEST_INVALID') await end()
      throw error
    }
  }

  /** The answer to an earlier closing request may have been lost: what that did is still right. */
  async #completedBefore(upload: UploadState, digest: Digest): Promise<StoredBlob | undefined> {
    const ended = this.#ended.get(upload.id)
    if (ended !== undefined && ended.digest !== digest) return undefined
    return this.#blobs.find(upload.name, digest)
  }

  /** Whether the chunk is all there is: then the upload's folder is not needed. */
  #isWhole(state: UploadState, chunk: UploadChunk, digest: Digest): boolean {
    const isUntouched = state.offset === 0 && this.#resumeTokens.get(state.id) === undefined
    return isUntouched && (chunk.start ?? 0) === 0 && algorithmOf(digest) === 'sha256'
  }

  async #append(upload: UploadState, chunk: UploadChunk): Promise<Appended> {
    await using writer = await this.#openWriter(upload)
    const { size } = writer
    try {
      assertStart(chunk, upload, size)
    } catch (error) {
      await this.#release(upload, writer)
      throw error
    }
    if (size === 0 && !this.#sharedWithGo) await this.#noteStart(upload)
    const hasher = await this.#hashes.resume(upload, size)
    try {
      const source = hasher === undefined ? chunk.body : hashing(chunk.body, hasher)
      await writer.writeFrom(source)
    } finally {
      await this.#keep(upload, writer, hasher)
    }
    if (chunk.length !== undefined && writer.size - size !== chunk.length) {
      throw new RegistryError('SIZE_INVALID', {
        message: 'the body has another number of bytes than Content-Range says',
        detail: { announced: chunk.length, received: writer.size - size },
      })
    }
    return { size: writer.size, digests: hasher?.offset === writer.size ? hasher.digests() : undefined }
  }

  /** Makes what was written safe, whether the request succeeds or not. */
  async #keep(upload: UploadState, writer: FileWriter, hasher: UploadHasher | undefined): Promise<void> {
    // Where committed files can be continued, committing shows the bytes to a Go registry, which continues files only.
    if (this.#driver.capabilities.append === 'any-offset') await writer.commit()
    const token = (await writer.close()) ?? ''
    this.#resumeTokens.set(upload.id, token)
    // The hash may be ahead of bytes that the store refused.
    if (hasher?.offset === writer.size) await this.#hashes.save(upload, hasher)
    else this.#hashes.forget(upload.id)
  }

  async #finish(upload: UploadState, digest: Digest, appended: Appended | undefined): Promise<StoredBlob> {
    const size = appended?.size ?? (await this.#storedSize(upload))
    if (size === 0 && upload.offset > 0) throw unknownUpload(upload.id)
    const digests =
      wanted(appended?.digests, digest) ??
      (size === 0 ? emptyDigests(digest) : await this.#hashes.digests(upload, size)) ??
      (await this.#hash(upload, size))
    if (digests[algorithmOf(digest)] !== digest) {
      await this.#drop(upload)
      throw wrongDigest(digest, digests)
    }
    const blob = { canonical: digests.sha256, size }
    await this.#place(upload, blob)
    await this.#blobs.link(upload.name, blob, digest)
    await this.#drop(upload, digest)
    return blob
  }

  /**
   * The upload is over: nothing of it stays but, perhaps, the blob.
   * @returns whether anything was stored of it
   */
  async #drop(upload: UploadState, digest?: Digest): Promise<boolean> {
    this.#forget(upload, digest)
    return deleteIfPresent(this.#driver, uploadPath(upload.name, upload.id))
  }

  #forget(upload: UploadState, digest: Digest | undefined): void {
    this.#ended.set(upload.id, { digest })
    this.#resumeTokens.delete(upload.id)
    this.#hashes.forget(upload.id)
  }

  /** Moves the upload's bytes to where the blob lies, unless it lies there already. */
  async #place(upload: UploadState, blob: StoredBlob): Promise<void> {
    if ((await this.#blobs.size(blob.canonical)) !== undefined) return
    const destination = blobDataPath(blob.canonical)
    if (blob.size === 0) {
      await this.#driver.putContent(destination, new Uint8Array())
      return
    }
    await this.#completeFile(upload)
    await this.#driver.move(uploadDataPath(upload.name, upload.id), destination)
  }

  /** Digests of stored bytes that no process has hashed, or not by this algorithm. */
  async #hash(upload: UploadState, size: number): Promise<UploadDigests> {
    const resumed = await this.#hashes.resume(upload, size)
    if (resumed !== undefined) return resumed.digests()
    await this.#completeFile(upload)
    const hasher = new NativeHasher(upload.algorithm)
    const reader = await this.#driver.createReader(uploadDataPath(upload.name, upload.id))
    for await (const chunk of reader as AsyncIterable<Uint8Array>) hasher.update(chunk)
    return hasher.digests()
  }

  /** Turns what the writers left into a file at the upload's own path. */
  async #completeFile(upload: UploadState): Promise<void> {
    const path = uploadDataPath(upload.name, upload.id)
    if (this.#driver.capabilities.append === 'any-offset') return
    try {
      await this.#driver.stat(path, { as: 'file' })
      return
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
    await using writer = await this.#openWriter(upload)
    await writer.commit()
  }

  async #openWriter(upload: UploadState): Promise<FileWriter> {
    return this.#driver.createWriter(uploadDataPath(upload.name, upload.id), {
      append: true,
      resumeToken: this.#resumeTokens.get(upload.id),
    })
  }

  async #storedSize(upload: UploadState): Promise<number> {
    const writer = await this.#openWriter(upload)
    const { size } = writer
    if (size === 0) await this.#release(upload, writer)
    else await this.#keepOpenBytes(writer)
    return size
  }

  /** Lets go of a writer that was only looked at. An empty one goes, unless another process may be writing: that has noted the start. */
  async #release(upload: UploadState, writer: FileWriter): Promise<void> {
    if (writer.size > 0 || (await this.#startedAt(upload.name, upload.id)) !== undefined) {
      await writer.close()
      return
    }
    await writer.cancel()
    // Some stores keep the folder that the writer made.
    await deleteIfPresent(this.#driver, uploadPath(upload.name, upload.id))
  }

  async #startedAt(name: string, id: string): Promise<string | undefined> {
    const content = await getContentIfPresent(this.#driver, uploadStartedAtPath(name, id))
    return content === undefined ? undefined : Buffer.from(content).toString('latin1')
  }

  /** Bytes that a killed process left half-way are made a file like the others. */
  async #keepOpenBytes(writer: FileWriter): Promise<void> {
    if (this.#driver.capabilities.append === 'any-offset') await writer.commit()
    await writer.close()
  }

  async #noteStart(upload: UploadState): Promise<void> {
    const path = uploadStartedAtPath(upload.name, upload.id)
    await this.#driver.putContent(path, Buffer.from(upload.startedAt), { durable: false })
  }

  /** What is known of an upload without its state. */
  async #stored(name: string, id: string): Promise<UploadState> {
    if (!isUploadId(id)) throw unknownUpload(id)
    const startedAt = await this.#startedAt(name, id)
    if (startedAt === undefined) throw unknownUpload(id)
    return { name, id, offset: 0, startedAt, algorithm: 'sha256' }
  }

  #readState(name: string, id: string, text: string): UploadState {
    const state = isUploadId(id) ? readUploadState(this.#secret, text) : undefined
    if (state?.name !== name || state.id !== id) {
      throw new RegistryError('BLOB_UPLOAD_INVALID', {
        message:
          'the _state of the upload is not one that this registry gave for it; use the Location of the last answer',
      })
    }
    return state
  }

  #requireState(name: string, id: string, text: string | null): UploadState {
    if (!isUploadId(id)) throw unknownUpload(id)
    return this.#readState(name, id, text ?? '')
  }

  #assertNotEnded(id: string): void {
    if (this.#ended.has(id)) throw unknownUpload(id)
  }
}

interface Appended {
  /** Bytes of the upload after it. */
  readonly size: number
  readonly digests: UploadDigests | undefined
}

async function* hashing(body: AsyncIterable<Uint8Array>, hasher: UploadHasher): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hasher.update(chunk)
    yield chunk
  }
}

function wanted(digests: UploadDigests | undefined, digest: Digest): UploadDigests | undefined {
  return digests?.[algorithmOf(digest)] === undefined ? undefined : digests
}

function emptyDigests(digest: Digest): UploadDigests {
  return new NativeHasher(algorithmOf(digest)).digests()
}

function assertDigest(expected: Digest, digests: UploadDigests): void {
  if (digests[algorithmOf(expected)] !== expected) throw wrongDigest(expected, digests)
}

function wrongDigest(expected: Digest, digests: UploadDigests): RegistryError {
  return new RegistryError('DIGEST_INVALID', { detail: { expected, actual: digests[algorithmOf(expected)] } })
}

/**
 * "Chunks MUST be uploaded in order, with the first byte of a chunk being the last chunk's end-of-range plus one."
 * @param size bytes that are stored
 */
function assertStart(chunk: UploadChunk, upload: UploadState, size: number): void {
  if (size === 0 && upload.offset > 0) throw unknownUpload(upload.id)
  if ((chunk.start ?? upload.offset) === size) return
  throw new RegistryError('RANGE_INVALID', {
    message: `the upload has ${size} bytes so far; ask for its status and go on from there`,
    detail: { offset: size },
    headers: { Range: uploadRange(size) },
  })
}

/** The `Range` of an upload's answers: its last byte, 0 for none too, as the Go registry says it. */
export function uploadRange(size: number): string {
  return `0-${Math.max(0, size - 1)}`
}

function unknownUpload(id: string): RegistryError {
  return new RegistryError('BLOB_UPLOAD_UNKNOWN', { detail: { id: id.slice(0, 64) } })
}

function isUnknownUpload(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'BLOB_UPLOAD_UNKNOWN'
}
