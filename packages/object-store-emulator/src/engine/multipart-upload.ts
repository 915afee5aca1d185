import type { ObjectMetadata, StoredContent } from './stored-object.ts'

export interface UploadedPart extends StoredContent {
  readonly partNumber: number
  /** Milliseconds since 1970. */
  readonly lastModified: number
}

/** An upload in parts that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly uploadId: string
  readonly key: string
  readonly metadata: ObjectMetadata
  /** Milliseconds since 1970. */
  readonly initiatedAt: number
  /** The account that began it. */
  readonly owner: string
  readonly parts: ReadonlyMap<number, UploadedPart>
}
