import type { FileWriter, StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import type { DigestAlgorithm } from '../names/digest.ts'
import { uploadHashedPath, uploadHashStatePath } from '../storage/layout.ts'
import { getContentIfPresent } from '../storage/link.ts'
import { keepsHashNotes, readHashNote, writeHashNote } from './hash-note.ts'
import { NativeHasher, ResumableHasher, type UploadDigests, type UploadHasher } from './upload-hasher.ts'

interface Upload {
  readonly name: string
  readonly id: string
  readonly algorithm: DigestAlgorithm
}

/** What is known of stored bytes; `version` says of which. */
interface Hashed {
  readonly version: string
  readonly hasher: UploadHasher
}

const liveHashers = 10_000
/** Bytes that are read and hashed again about as quickly as a note of their digest is written, read and deleted. */
const quicklyHashedBytes = 64 * 1024

/**
 * The hashes of uploads that are under way. The process that hashed the last bytes keeps the hash itself;
 * with the data lies what another process needs, in a note or in files beside it: the digest of the bytes so far and, where the upload has
 * moved before or seems about to, the state of its hash. All are believed only for the very bytes they were made of: the upload may
 * have been written elsewhere since, or cancelled and begun anew.
 */
export class UploadHashes {
  readonly #driver: StorageDriver
  readonly #inNotes: boolean
  readonly #live = new LRUCache<string, Hashed>({ max: liveHashers })

  constructor(driver: StorageDriver) {
    this.#driver = driver
    this.#inNotes = keepsHashNotes(driver.capabilities)
  }

  /**
   * A hasher that has seen what the writer has; undefined where the store cannot show that before it is committed.
   * @param inChunks whether the client sends the upload in several requests: any process may get the next one
   */
  async resume(upload: Upload, writer: FileWriter, inChunks = false): Promise<UploadHasher | undefined> {
    if (writer.size === 0) {
      // Of what it has not committed an object store shows nothing: the state is all that another process could go on from.
      const mustBeTold = inChunks && this.#inNotes && upload.algorithm === 'sha256'
      return mustBeTold ? ResumableHasher.create() : new NativeHasher(upload.algorithm)
    }
    const live = this.#known(upload, writer)
    if (live !== undefined) return live
    // Only sha256 has a form in which its state can be kept.
    if (upload.algorithm !== 'sha256') return reread(writer, new NativeHasher(upload.algorithm))
    return (await this.#load(upload, writer)) ?? reread(writer, await ResumableHasher.create())
  }

  /** What the writer's `close` is to keep; undefined where that is no place for it. */
  note(hasher: UploadHasher): string | undefined {
    return this.#inNotes ? writeHashNote(hasher) : undefined
  }

  /** Keeps what a hasher knows for the next request, here or elsewhere. The writer has ended. */
  async save(upload: Upload, hasher: UploadHasher, { version }: FileWriter): Promise<void> {
    this.#live.set(upload.id, { version, hasher })
    if (this.#inNotes) return
    const { offset } = hasher
    const state = hasher.goState()
    if (state === undefined && offset <= quicklyHashedBytes) return
    const hashed = Buffer.from(JSON.stringify({ offset, version, ...hasher.digests() }))
    // Their loss costs a reading of the bytes, nothing else: they need not be on disk before the answer.
    await Promise.all([
      this.#driver.putContent(uploadHashedPath(upload.name, upload.id), hashed, { durable: false }),
      state === undefined
        ? undefined
        : this.#driver.putContent(uploadHashStatePath(upload.name, upload.id, offset), state, { durable: false }),
    ])
  }

  /** Digests of what the writer has, where they are known without hashing: those by sha256 and by the upload's algorithm. */
  async digests(upload: Upload, writer: FileWriter): Promise<UploadDigests | undefined> {
    const live = this.#known(upload, writer)
    if (live !== undefined) return live.digests()
    const digests = await this.#stored(upload, writer)
    return digests?.[upload.algorithm] === undefined ? undefined : digests
  }

  forget(id: string): void {
    this.#live.delete(id)
  }

  #known(upload: Upload, { size, version }: FileWriter): UploadHasher | undefined {
    const live = this.#live.get(upload.id)
    if (live?.version !== version || live.hasher.offset !== size) return undefined
    const { algorithm } = live.hasher
    return upload.algorithm === 'sha256' || upload.algorithm === algorithm ? live.hasher : undefined
  }

  async #stored(upload: Upload, writer: FileWriter): Promise<UploadDigests | undefined> {
    if (this.#inNotes) return readHashNote(writer.note, writer.size)?.digests
    const content = await getContentIfPresent(this.#driver, uploadHashedPath(upload.name, upload.id))
    const note = content === undefined ? undefined : Buffer.from(content).toString('utf8')
    return readHashNote(note, writer.size, writer.version)?.digests
  }

  /** A state that a Go registry wrote names no version, as it names none to itself; the offset must be the very size. */
  async #load(upload: Upload, { note, size }: FileWriter): Promise<UploadHasher | undefined> {
    const known = readHashNote(note, size)
    if (known !== undefined) return known.state === undefined ? undefined : ResumableHasher.load(known.state, size)
    const state = await getContentIfPresent(this.#driver, uploadHashStatePath(upload.name, upload.id, size))
    return state === undefined ? undefined : ResumableHasher.load(state, size)
  }
}

async function reread<Hasher extends UploadHasher>(writer: FileWriter, hasher: Hasher): Promise<Hasher | undefined> {
  const written = await writer.readWritten()
  if (written === undefined) return undefined
  for await (const chunk of written as AsyncIterable<Uint8Array>) hasher.update(chunk)
  return hasher
}
