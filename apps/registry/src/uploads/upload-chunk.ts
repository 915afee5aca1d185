import type { Body } from '../http/body.ts'

/** Bytes of an upload, as one request brings them. */
export interface UploadChunk {
  readonly body: Body
  /** Bytes of `body`, where the request says so. */
  readonly length: number | undefined
  /** Where `Content-Range` says it starts. */
  readonly start: number | undefined
}
