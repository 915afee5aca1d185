import { isWithin, type StoragePath } from '../../storage-path.ts'
import { segmentBytes, type ByteBudget } from '../memory/byte-budget.ts'
import type { DetachedBytes } from '../memory/part-buffer.ts'
import type { ObjectPart } from '../object-store-client.ts'
import type { UploadState } from './upload-state.ts'

/** Bytes of tails that are kept, beside the budget. */
const mostBytes = 32 * 1024 * 1024

/** About what an entry takes without its tail, and a part of it. */
const entryBytes = 1024
const partBytes = 200

export interface RememberedUpload {
  readonly state: UploadState
  readonly tail: DetachedBytes
  /** Undefined where only the chain names the first of them. */
  readonly parts: readonly ObjectPart[] | undefined
}

/**
 * What the writers of this process closed last: when the next request of an upload comes to the same process, nothing has to be read.
 * It is believed only for the version that the caller names: another process may have written since.
 */
export class RememberedUploads {
  readonly #budget: ByteBudget
  /** The oldest first. */
  readonly #uploads = new Map<StoragePath, RememberedUpload>()
  #bytes = 0

  constructor(budget: ByteBudget) {
    this.#budget = budget
  }

  set(path: StoragePath, upload: RememberedUpload): void {
    this.forget(path)
    this.#uploads.set(path, upload)
    this.#bytes += bytesOf(upload)
    for (const [oldest] of this.#uploads) {
      if (this.#bytes <= mostBytes) return
      this.forget(oldest)
    }
  }

  /** What is remembered of that version. It stays. */
  peek(path: StoragePath, version: string | undefined): RememberedUpload | undefined {
    const upload = this.#uploads.get(path)
    return version !== undefined && upload?.state.version === version ? upload : undefined
  }

  /** What is remembered of that version. It is the caller's from then on. */
  take(path: StoragePath, version: string | undefined): RememberedUpload | undefined {
    const upload = this.peek(path, version)
    if (upload !== undefined) this.#remove(path, upload)
    return upload
  }

  forget(path: StoragePath): void {
    const upload = this.#uploads.get(path)
    if (upload === undefined) return
    this.#remove(path, upload)
    this.#budget.recycle(upload.tail.segments)
  }

  /** Forgets what was at `directory` and below it. */
  forgetWithin(directory: StoragePath): void {
    for (const path of this.#uploads.keys()) {
      if (isWithin(path, directory)) this.forget(path)
    }
  }

  #remove(path: StoragePath, upload: RememberedUpload): void {
    this.#uploads.delete(path)
    this.#bytes -= bytesOf(upload)
  }
}

function bytesOf({ tail, parts }: RememberedUpload): number {
  return entryBytes + tail.segments.length * segmentBytes + (parts?.length ?? 0) * partBytes
}
