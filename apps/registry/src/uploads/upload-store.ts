import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto'
import { type FileWriter, isDriverError, type StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { BlobStore, StoredBlob } from '../blobs/blob-store.ts'
import { RegistryError } from '../errors/registry-error.ts'
import { algorithmOf, type Digest, type DigestAlgorithm } from '../names/digest.ts'
import { isUploadId } from '../names/upload-id.ts'
import { blobDataPath } from '../storage/layout.ts'
import { BlobPush } from './blob-push.ts'
import { ExclusiveUploads } from './exclusive-uploads.ts'
import { keepsHashNotes } from './hash-note.ts'
import type { UploadChunk } from './upload-chunk.ts'
import {
  assertDigest,
  isUnknownUpload,
  isWrongDigest,
  unknownUpload,
  uploadIsBusy,
  wrongStart,
} from './upload-errors.ts'
import { UploadFiles } from './upload-files.ts'
import { NativeHasher, type UploadDigests, type UploadHasher } from './upload-hasher.ts'
import { UploadHashes } from './upload-hashes.ts'
import { readUploadState, signUploadState, type UploadState } from './upload-state.ts'
import { writeHashed } from './write-hashed.ts'

export interface UploadStoreOptions {
  readonly driver: StorageDriver
  readonly blobs: BlobStore
  readonly secret: Uint8Array
  readonly logger: Logger
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
  /** Made once: making it of bytes for each signature takes five times as long as signing. */
  readonly #secret: KeyObject
  readonly #sharedWithGo: boolean
  /** Whether opening a writer takes the bytes over from whoever writes in another process; object stores let the first to finish win. */
  readonly #opensWithClaim: boolean
  readonly #logger: Logger
  readonly #files: UploadFiles
  readonly #hashes: UploadHashes
  readonly #whole: BlobPush
  readonly #exclusive = new ExclusiveUploads()
  /** Uploads that are over, and the digest of the blob that came of each: without bytes in the store nothing else tells that. */
  readonly #ended = new LRUCache<string, { readonly digest: Digest | undefined }>({ max: rememberedUploads })

  constructor(options: UploadStoreOptions) {
    this.#driver = options.driver
    this.#blobs = options.blobs
    this.#secret = createSecretKey(options.secret)
    this.#sharedWithGo = options.sharedWithGo
    this.#opensWithClaim = options.driver.capabilities.append === 'any-offset'
    this.#logger = options.logger
    this.#files = new UploadFiles(options.driver)
    this.#hashes = new UploadHashes(options.driver)
    this.#whole = new BlobPush(options.driver, options.blobs)
  }

  async begin(name: string, algorithm: DigestAlgorithm): Promise<UploadState> {
    const startedAt = `${new Date().toISOString().slice(0, 19)}Z`
    const resumeToken = keepsHashNotes(this.#driver.capabilities) ? '' : undefined
    const upload = { name, id: randomUUID(), offset: 0, startedAt, algorithm, resumeToken }
    if (this.#sharedWithGo) await this.#files.noteStart(upload)
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
      const size = await this.#files.size(upload)
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
    const upload = this.#requireState(name, id, stateText)
    return this.#exclusively(upload, signal, async () => {
      const writer = await this.#open(upload, chunk)
      await using _left = leftToContinue(writer)
      const hasher = await this.#receive(upload, writer, chunk)
      const offset = writer.size
      const token = await this.#keep(upload, writer, hasher)
      const resumeToken = upload.resumeToken === undefined ? undefined : token
      return { ...upload, offset, resumeToken }
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
    const upload = { ...this.#requireState(name, id, stateText), algorithm: algorithmOf(digest) }
    const isWhole = this.#isWhole(upload, chunk)
    const end = async (blobDigest?: Digest): Promise<void> => {
      this.#forget(upload, blobDigest)
      if (!isWhole || this.#sharedWithGo) await this.#removeRest(upload)
    }
    return this.#exclusively(upload, signal, async () => {
      try {
        const blob = await (isWhole ? this.#whole.push(name, digest, chunk) : this.#finish(upload, digest, chunk))
        await end(digest)
        return blob
      } catch (error) {
        if (isWrongDigest(error)) await end()
        throw error
      }
    }).catch(async (error: unknown) => {
      const done = isUnknownUpload(error) ? await this.#completedBefore(upload, digest) : undefined
      if (done === undefined) throw error
      return done
    })
  }

  /** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  async cancel(name: string, id: string, stateText: string | null): Promise<void> {
    const upload = this.#requireState(name, id, stateText)
    await this.#exclusively(upload, undefined, async () => {
      // As long as the store has not deleted it, it can be cancelled again.
      const isRemoved = await this.#files.remove(upload)
      this.#forget(upload)
      if (!isRemoved && upload.offset > 0) throw unknownUpload(id)
    })
  }

  /**
   * Stores a blob that comes in one piece with its digest known.
   * @throws RegistryError DIGEST_INVALID
   */
  async push(name: string, digest: Digest, chunk: UploadChunk): Promise<StoredBlob> {
    if (algorithmOf(digest) === 'sha256') return this.#whole.push(name, digest, chunk)
    const upload = await this.begin(name, algorithmOf(digest))
    try {
      return await this.#finish(upload, digest, chunk)
    } finally {
      // Nobody was told of the upload, so nobody can go on with it.
      await this.#files.remove(upload)
    }
  }

  /** One request at a time works on an upload: in this process by waiting or refusing, between processes by the driver. */
  async #exclusively<Result>(
    upload: UploadState,
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const request = signal === undefined ? undefined : { offset: upload.offset, signal }
    return this.#exclusive.run(upload.id, request, async () => {
      this.#assertNotEnded(upload.id)
      try {
        return await work()
      } catch (error) {
        if (isDriverError(error, 'CONFLICT')) throw uploadIsBusy(error)
        // Another process has ended the upload, and taken its bytes away, while this one worked on them.
        if (isDriverError(error, 'PATH_NOT_FOUND')) throw unknownUpload(upload.id)
        throw error
      }
    })
  }

  /**
   * Opens the upload for a chunk that follows on what is stored, or to be closed without one.
   * "Chunks MUST be uploaded in order, with the first byte of a chunk being the last chunk's end-of-range plus one."
   */
  async #open(upload: UploadState, chunk: UploadChunk | undefined): Promise<FileWriter> {
    // Opening takes the bytes over from whoever writes in another process: whether the chunk fits is looked up before.
    const looksFirst = chunk !== undefined && upload.offset > 0 && this.#opensWithClaim
    if (looksFirst) this.#assertStart(upload, chunk, await this.#files.size(upload))
    const writer = await this.#files.open(upload)
    try {
      this.#assertStart(upload, chunk, writer.size)
    } catch (error) {
      if (!isUnknownUpload(error)) await leave(writer)
      else {
        await writer.cancel()
        // Some stores keep the folder that the writer made.
        await this.#files.remove(upload)
      }
      throw error
    }
    return writer
  }

  #assertStart(upload: UploadState, chunk: UploadChunk | undefined, size: number): void {
    if (size === 0 && upload.offset > 0) throw unknownUpload(upload.id)
    if (chunk !== undefined && (chunk.start ?? upload.offset) !== size) throw wrongStart(size)
  }

  /** Writes the chunk behind what is stored. When that fails, what arrived is kept. @returns the hasher that saw all bytes */
  async #receive(upload: UploadState, writer: FileWriter, chunk: UploadChunk): Promise<UploadHasher | undefined> {
    const before = writer.size
    const hasher = await this.#hashes.resume(upload, writer, chunk.start !== undefined)
    // The bytes do not wait for it.
    const noted = before === 0 && !this.#sharedWithGo ? this.#files.noteStart(upload) : undefined
    noted?.catch(() => undefined)
    try {
      await writeHashed(writer, chunk.body, hasher)
      const received = writer.size - before
      if (chunk.length !== undefined && received !== chunk.length) {
        throw new RegistryError('SIZE_INVALID', {
          message: 'the body has another number of bytes than Content-Range says',
          detail: { announced: chunk.length, received },
        })
      }
      await noted
    } catch (error) {
      await this.#keep(upload, writer, hasher)
      throw error
    }
    return hasher
  }

  /** @returns what saves the next request a look-up */
  async #keep(upload: UploadState, writer: FileWriter, hasher: UploadHasher | undefined): Promise<string> {
    // The hash may be ahead of bytes that the store refused.
    const known = hasher?.offset === writer.size ? hasher : undefined
    const token = await this.#files.keep(upload, writer, known === undefined ? writer.note : this.#hashes.note(known))
    if (known === undefined) this.#hashes.forget(upload.id)
    else await this.#hashes.save(upload, known, writer)
    return token
  }

  /** From here to the commit the bytes are this writer's alone: what is hashed is what becomes the blob. */
  async #finish(upload: UploadState, digest: Digest, chunk: UploadChunk | undefined): Promise<StoredBlob> {
    const writer = await this.#open(upload, chunk)
    await using _left = leftToContinue(writer)
    const hasher = chunk === undefined ? undefined : await this.#receive(upload, writer, chunk)
    const digests = await this.#digests(upload, writer, hasher)
    // Awaited here: the writer is left when this function is.
    if (digests === undefined) return await this.#finishUnseen(upload, digest, writer)
    try {
      assertDigest(digest, digests)
    } catch (error) {
      await writer.cancel()
      throw error
    }
    const blob = { canonical: digests.sha256, size: writer.size }
    const destination = blobDataPath(blob.canonical)
    const isThere = await this.#blobs.isThere(blob)
    const place = isThere ? undefined : (): Promise<void> => writer.commit({ destination, durable: 'content' })
    await this.#blobs.add(upload.name, blob, digest, place, { linksFirst: true })
    if (isThere) await writer.cancel()
    return blob
  }

  /** For a store that shows nobody what is not committed: the bytes are committed to the upload's own path, read, and moved. */
  async #finishUnseen(upload: UploadState, digest: Digest, writer: FileWriter): Promise<StoredBlob> {
    await writer.commit()
    const hasher = new NativeHasher(upload.algorithm)
    const reader = await this.#driver.createReader(writer.path)
    for await (const piece of reader as AsyncIterable<Uint8Array>) hasher.update(piece)
    const digests = hasher.digests()
    try {
      assertDigest(digest, digests)
    } catch (error) {
      await this.#driver.delete(writer.path, { as: 'file', durable: false })
      throw error
    }
    const blob = { canonical: digests.sha256, size: hasher.offset }
    const destination = blobDataPath(blob.canonical)
    const place = (): Promise<void> => this.#driver.move(writer.path, destination, { durable: 'content' })
    await this.#blobs.add(upload.name, blob, digest, place, { linksFirst: true })
    return blob
  }

  async #digests(
    upload: UploadState,
    writer: FileWriter,
    hasher: UploadHasher | undefined,
  ): Promise<UploadDigests | undefined> {
    if (hasher !== undefined) return hasher.digests()
    if (writer.size === 0) return new NativeHasher(upload.algorithm).digests()
    return (await this.#hashes.digests(upload, writer)) ?? (await this.#hashes.resume(upload, writer))?.digests()
  }

  /** Whether the chunk is all there is, to be found by sha256: then the upload's folder is not needed. */
  #isWhole(upload: UploadState, chunk: UploadChunk | undefined): chunk is UploadChunk {
    const isUntouched = upload.offset === 0 && !this.#files.hasKept(upload)
    return chunk !== undefined && isUntouched && (chunk.start ?? 0) === 0 && upload.algorithm === 'sha256'
  }

  #forget(upload: UploadState, digest?: Digest): void {
    this.#ended.set(upload.id, { digest })
    this.#hashes.forget(upload.id)
    this.#files.forget(upload)
  }

  /** The answer to an earlier closing request may have been lost: what that did is still right. */
  async #completedBefore(upload: UploadState, digest: Digest): Promise<StoredBlob | undefined> {
    const ended = this.#ended.get(upload.id)
    if (ended !== undefined && ended.digest !== digest) return undefined
    return this.#blobs.find(upload.name, digest)
  }

  /** What is known of an upload without its state. */
  async #stored(name: string, id: string): Promise<UploadState> {
    if (!isUploadId(id)) throw unknownUpload(id)
    const startedAt = await this.#files.startedAt(name, id)
    if (startedAt === undefined) throw unknownUpload(id)
    return { name, id, offset: 0, startedAt, algorithm: 'sha256', resumeToken: undefined }
  }

  #requireState(name: string, id: string, text: string | null): UploadState {
    if (!isUploadId(id)) throw unknownUpload(id)
    return this.#readState(name, id, text ?? '')
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

  #assertNotEnded(id: string): void {
    if (this.#ended.has(id)) throw unknownUpload(id)
  }

  /** The blob is stored, or the upload refused: that something is left behind changes neither. */
  async #removeRest(upload: UploadState): Promise<void> {
    try {
      await this.#files.removeRest(upload)
    } catch (error) {
      this.#logger.warn(
        { err: error, upload: upload.id },
        'what is left of an upload is not deleted; it is purged one day',
      )
    }
  }
}

/** Ends a writer: what it has stays, with what is known of it. */
async function leave(writer: FileWriter): Promise<void> {
  await writer.close({ note: writer.note })
}

/** Leaves what a writer has to be continued when the block is left before it has ended. */
function leftToContinue(writer: FileWriter): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => leave(writer) }
}
