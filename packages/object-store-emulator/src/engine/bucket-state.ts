import type { BucketChange } from './bucket-change.ts'
import type { Extent } from './extent.ts'
import type { MultipartUpload, UploadedPart } from './multipart-upload.ts'
import type { Pieces } from './pieces.ts'
import { SortedKeys } from './sorted-keys.ts'
import type { StoredObject } from './stored-object.ts'

interface OpenUpload extends MultipartUpload {
  readonly parts: Map<number, UploadedPart>
}

/** What is in a bucket now. Every change is applied in one go, so nobody ever sees half of one. */
export class BucketState {
  readonly keys: SortedKeys = new SortedKeys()
  readonly #objects = new Map<string, StoredObject>()
  readonly #uploads = new Map<string, OpenUpload>()
  readonly #pieces: Pieces

  constructor(pieces: Pieces) {
    this.#pieces = pieces
  }

  object(key: string): StoredObject | undefined {
    return this.#objects.get(key)
  }

  upload(uploadId: string): MultipartUpload | undefined {
    return this.#uploads.get(uploadId)
  }

  uploads(): MapIterator<MultipartUpload> {
    return this.#uploads.values()
  }

  /** The shortest list of changes that leads to this state. */
  *snapshot(): Generator<BucketChange> {
    for (const object of this.#objects.values()) yield { type: 'put', object }
    for (const { parts, ...upload } of this.#uploads.values()) {
      yield { type: 'initiate', upload }
      for (const part of parts.values()) yield { type: 'part', uploadId: upload.uploadId, part }
    }
  }

  /** @returns what is not used any more: it may be released when the change cannot be lost any more. */
  apply(change: BucketChange): readonly Extent[] {
    switch (change.type) {
      case 'put':
        return this.#put(change.object)
      case 'delete':
        return this.#delete(change.key)
      case 'initiate':
        this.#uploads.set(change.upload.uploadId, { ...change.upload, parts: new Map() })
        return []
      case 'part':
        return this.#addPart(change.uploadId, change.part)
      case 'complete':
        return [...this.#put(change.object), ...this.#endUpload(change.uploadId)]
      case 'abort':
        break
    }
    return this.#endUpload(change.uploadId)
  }

  #put(object: StoredObject): readonly Extent[] {
    const replaced = this.#objects.get(object.key)
    this.#pieces.retain(object.extents)
    this.#objects.set(object.key, object)
    this.keys.add(object.key)
    return replaced?.extents ?? []
  }

  #delete(key: string): readonly Extent[] {
    const deleted = this.#objects.get(key)
    this.#objects.delete(key)
    this.keys.delete(key)
    return deleted?.extents ?? []
  }

  #addPart(uploadId: string, part: UploadedPart): readonly Extent[] {
    const upload = this.#uploads.get(uploadId)
    if (upload === undefined) return []
    const replaced = upload.parts.get(part.partNumber)
    this.#pieces.retain(part.extents)
    upload.parts.set(part.partNumber, part)
    return replaced?.extents ?? []
  }

  #endUpload(uploadId: string): readonly Extent[] {
    const upload = this.#uploads.get(uploadId)
    this.#uploads.delete(uploadId)
    return [...(upload?.parts.values() ?? [])].flatMap(({ extents }) => extents)
  }
}
