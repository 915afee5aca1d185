import type { Readable } from 'node:stream'
import type { OperationOptions } from '../operation-options.ts'

/** What a store tells of an object. */
export interface ObjectHead {
  readonly key: string
  /** Bytes. */
  readonly size: number
  /** With its quotes, as the store wrote it; another one whenever the content is another. */
  readonly etag: string
  readonly modifiedAt: Date
}

export interface ObjectRange extends OperationOptions {
  /** First byte, from 0. Default 0. */
  readonly offset?: number | undefined
  /** Most bytes. Default: to the end. */
  readonly length?: number | undefined
}

export interface ObjectBody {
  /** Of the whole object, whatever the range is. */
  readonly head: ObjectHead
  /** Destroying it ends the transfer. Its chunks belong to whoever reads them, who may free their memory. */
  readonly body: Readable
}

export interface ObjectPageOptions extends OperationOptions {
  /** Keys that begin with it; empty for all. */
  readonly prefix: string
  /** Keys that have it after the prefix are summed up in `prefixes`. Default: none. */
  readonly delimiter?: string | undefined
  /** Keys and prefixes that sort after this text, by the bytes of UTF-8. Default: from the first one. */
  readonly after?: string | undefined
  /** Most keys and prefixes. Default: the store's page, 1,000 for most. */
  readonly limit?: number | undefined
}

export interface ObjectPage {
  /** In order of their keys' bytes. */
  readonly objects: readonly ObjectHead[]
  /** Each ends with the delimiter. In order of their bytes. */
  readonly prefixes: readonly string[]
  /** What to give as `after` for the next page; undefined after the last one. */
  readonly next: string | undefined
}

export interface ObjectPart {
  /** From 1. */
  readonly number: number
  /** Bytes. */
  readonly size: number
  readonly etag: string
}

export interface ObjectPartPage {
  /** In order of their numbers. */
  readonly parts: readonly ObjectPart[]
  /** What to give as `after` for the next page; undefined after the last one. */
  readonly next: number | undefined
}

/** A multipart upload that is neither completed nor aborted. */
export interface UnfinishedUpload {
  readonly key: string
  readonly uploadId: string
  readonly startedAt: Date
}

export interface CopyOptions extends OperationOptions {
  /** Copy only while the source has this ETag; else `CONFLICT`. Ignored by a store that cannot tell. */
  readonly ifMatch?: string | undefined
}

export interface CreateUploadOptions extends OperationOptions {
  /** Whether nobody else uploads to this key: what an earlier try began, whose answer was lost, may then be aborted at once. Default false. */
  readonly exclusive?: boolean | undefined
}

/** Bytes of a request that can be sent again: they stay as they are until the call has settled. */
export type ObjectContent = readonly Uint8Array[]

/**
 * What every object store can do, one request a method, in the words they share. A driver package brings one of these;
 * `createObjectStoreDriver` makes a storage driver of it.
 *
 * Keys are whole keys of the bucket, without a leading slash. Each method tries again what is safe to try again, and throws a `DriverError`
 * with the store's request id for what stays wrong: `ACCESS_DENIED`, `RATE_LIMITED`, `UNAVAILABLE`, `CONFIG_INVALID` for a bucket that is
 * missing, `ABORTED`, `UNEXPECTED`. A missing object or upload is an answer, not an error, where a type says `undefined` or `false`.
 */
export interface ObjectStoreClient extends AsyncDisposable {
  /** Replaces the object in one step. */
  put(key: string, content: ObjectContent, options?: OperationOptions): Promise<ObjectHead>
  /** @returns undefined for an object that is missing. A range behind its end is an empty body. */
  get(key: string, options?: ObjectRange): Promise<ObjectBody | undefined>
  head(key: string, options?: OperationOptions): Promise<ObjectHead | undefined>
  /** Deletes at most 1,000 objects; missing ones are no error. @throws DriverError for the first one that the store kept */
  delete(keys: readonly string[], options?: OperationOptions): Promise<void>
  list(options: ObjectPageOptions): Promise<ObjectPage>
  /** Copies within the bucket, replacing the destination, up to `maxSingleCopySizeBytes`. False when the source is missing. */
  copy(source: string, destination: string, options?: CopyOptions): Promise<boolean>
  /** Moves within the bucket in one step, where the store can. False when the source is missing; `unsupported` when it turns out that it cannot. */
  rename?(source: string, destination: string, options?: OperationOptions): Promise<boolean | 'unsupported'>
  /** @returns the upload's id */
  createUpload(key: string, options?: CreateUploadOptions): Promise<string>
  /** Replaces the part of that number. Undefined when there is no such upload. */
  uploadPart(
    key: string,
    uploadId: string,
    number: number,
    content: ObjectContent,
    options?: OperationOptions,
  ): Promise<ObjectPart | undefined>
  /** A part of an object of the bucket's as a part of the upload. Undefined when the upload or the source is missing. */
  copyPart(
    key: string,
    uploadId: string,
    number: number,
    source: string,
    range: { readonly offset: number; readonly length: number },
    options?: CopyOptions,
  ): Promise<ObjectPart | undefined>
  /** A page of the parts behind number `after` (default 0). Undefined when there is no such upload. */
  listParts(
    key: string,
    uploadId: string,
    after?: number,
    options?: OperationOptions,
  ): Promise<ObjectPartPage | undefined>
  /**
   * Makes the parts the object, in one step. False when there is no such upload: it was completed or aborted before, or by somebody else.
   * A try whose answer was lost is told from that by the client where the store allows it.
   * @throws DriverError `CONFLICT` when a part is missing or has another ETag
   */
  completeUpload(
    key: string,
    uploadId: string,
    parts: readonly ObjectPart[],
    options?: OperationOptions,
  ): Promise<boolean>
  /** False when there is no such upload. One that parts were still arriving for may have to be aborted again. */
  abortUpload(key: string, uploadId: string, options?: OperationOptions): Promise<boolean>
  /** Unfinished uploads whose keys begin with `prefix`, page by page. Some stores show them late: nothing may hinge on it. */
  listUploads(prefix: string, options?: OperationOptions): AsyncIterable<UnfinishedUpload>
  /** A URL that is good for `method` alone; undefined where the store has none. */
  presign(method: 'GET' | 'HEAD', key: string, expiresInSeconds: number): Promise<URL | undefined>
}
