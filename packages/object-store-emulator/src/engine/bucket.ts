import { randomBytes } from 'node:crypto'
import { type Journal, noJournal } from '../storage/journal.ts'
import type { BucketChange } from './bucket-change.ts'
import { BucketState } from './bucket-state.ts'
import { joinParts, type NamedPart } from './complete-upload.ts'
import { EngineError } from './engine-error.ts'
import type { Limits } from './limits.ts'
import { type ListOptions, listKeys } from './list-objects.ts'
import { type ListUploadsOptions, listUploads, type UploadPage } from './list-uploads.ts'
import type { MultipartUpload, UploadedPart } from './multipart-upload.ts'
import type { Pieces } from './pieces.ts'
import type { ObjectMetadata, StoredContent, StoredObject } from './stored-object.ts'

export interface ObjectPage {
  readonly objects: readonly StoredObject[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  readonly last: string | undefined
}

export interface PutOptions {
  readonly metadata: ObjectMetadata
  /** Fails with `FileAlreadyExists` when there is an object already. */
  readonly forbidsOverwrite?: boolean
}

export interface CompleteOptions {
  readonly forbidsOverwrite?: boolean
  readonly limits: Limits
}

/** A bucket of any service: objects by key and uploads in parts. It knows nothing of HTTP. */
export class Bucket {
  readonly name: string
  readonly region: string
  readonly #state: BucketState
  readonly #pieces: Pieces
  readonly #journal: Journal<BucketChange>

  private constructor(
    name: string,
    region: string,
    state: BucketState,
    pieces: Pieces,
    journal: Journal<BucketChange>,
  ) {
    this.name = name
    this.region = region
    this.#state = state
    this.#pieces = pieces
    this.#journal = journal
  }

  /** A bucket with all that `past` says happened to it. Its journal is begun anew with the shortest list of changes to the same end. */
  static async open(
    name: string,
    region: string,
    pieces: Pieces,
    past: AsyncIterable<BucketChange>,
    createJournal: (changes: Iterable<BucketChange>) => Promise<Journal<BucketChange>>,
  ): Promise<Bucket> {
    const state = new BucketState(pieces)
    for await (const change of past) pieces.release(state.apply(change))
    return new Bucket(name, region, state, pieces, await createJournal(state.snapshot()))
  }

  /** An empty bucket that nothing is kept of. */
  static inMemory(name: string, region: string, pieces: Pieces): Bucket {
    return new Bucket(name, region, new BucketState(pieces), pieces, noJournal)
  }

  get(key: string): StoredObject {
    const object = this.#state.object(key)
    if (object === undefined) throw new EngineError('NoSuchKey')
    return object
  }

  has(key: string): boolean {
    return this.#state.object(key) !== undefined
  }

  list(options: ListOptions, isVisible: (object: StoredObject) => boolean = () => true): ObjectPage {
    const page = listKeys(this.#state.keys, options, (key) => isVisible(this.get(key)))
    return { ...page, objects: page.keys.map((key) => this.get(key)) }
  }

  async put(key: string, content: StoredContent, options: PutOptions): Promise<StoredObject> {
    if (options.forbidsOverwrite === true && this.has(key)) throw new EngineError('FileAlreadyExists')
    const object = { ...content, key, metadata: options.metadata, lastModified: Date.now() }
    await this.#change({ type: 'put', object })
    return object
  }

  /** Deleting what is not there succeeds, as in every service. */
  async delete(key: string): Promise<void> {
    if (this.has(key)) await this.#change({ type: 'delete', key })
  }

  async initiateUpload(key: string, metadata: ObjectMetadata, owner: string): Promise<MultipartUpload> {
    const initiatedAt = Date.now()
    const uploadId = `${Math.floor(initiatedAt / 1000)}${randomBytes(32).toString('hex')}`
    const upload = { uploadId, key, metadata, initiatedAt, owner }
    await this.#change({ type: 'initiate', upload })
    return this.getUpload(key, uploadId)
  }

  getUpload(key: string, uploadId: string): MultipartUpload {
    const upload = this.#state.upload(uploadId)
    if (upload?.key !== key) throw new EngineError('NoSuchUpload')
    return upload
  }

  async putPart(key: string, uploadId: string, partNumber: number, content: StoredContent): Promise<UploadedPart> {
    // The upload may have ended while the bytes came in.
    this.getUpload(key, uploadId)
    const part = { ...content, partNumber, lastModified: Date.now() }
    await this.#change({ type: 'part', uploadId, part })
    return part
  }

  async completeUpload(
    key: string,
    uploadId: string,
    parts: readonly NamedPart[],
    { forbidsOverwrite = false, limits }: CompleteOptions,
  ): Promise<StoredObject> {
    const upload = this.getUpload(key, uploadId)
    const content = joinParts(upload, parts, limits)
    if (forbidsOverwrite && this.has(key)) throw new EngineError('FileAlreadyExists')
    const object = { ...content, key, metadata: upload.metadata, lastModified: Date.now() }
    await this.#change({ type: 'complete', uploadId, object })
    return object
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    this.getUpload(key, uploadId)
    await this.#change({ type: 'abort', uploadId })
  }

  listUploads(options: ListUploadsOptions, isVisible: (upload: MultipartUpload) => boolean = () => true): UploadPage {
    return listUploads([...this.#state.uploads()].filter(isVisible), options)
  }

  allUploads(): MultipartUpload[] {
    return [...this.#state.uploads()]
  }

  async #change(change: BucketChange): Promise<void> {
    const unused = this.#state.apply(change)
    await this.#journal.append(change)
    // Not sooner: a process that is killed before the change is kept needs the bytes from before it.
    this.#pieces.release(unused)
  }
}
