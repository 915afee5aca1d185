import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { DriverError, type DriverErrorCode } from '../../driver-error.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type {
  CopyOptions,
  ObjectBody,
  ObjectContent,
  ObjectHead,
  ObjectPage,
  ObjectPageOptions,
  ObjectPart,
  ObjectPartPage,
  ObjectRange,
  ObjectStoreClient,
  UnfinishedUpload,
} from '../object-store-client.ts'
import { listBucket } from './list-bucket.ts'
import { etagOf, etagOfParts, MemoryBucket, type StoredObject, type StoredUpload } from './memory-bucket.ts'

export interface MemoryObjectStoreClientOptions {
  /** Default: an empty bucket of its own. */
  readonly bucket?: MemoryBucket | undefined
  /** Keys, parts and uploads of one page. Default 1,000. */
  readonly pageSize?: number | undefined
  /** Bytes that every part but the last must have. Default 1. */
  readonly minPartSizeBytes?: number | undefined
  /** Bytes that one copy may have. Default: any number. */
  readonly maxSingleCopySizeBytes?: number | undefined
  /** Asked before each request; what it throws is the request's failure. */
  readonly before?: ((request: MemoryRequest) => Promise<void> | void) | undefined
  /** Asked when a request has taken effect; what it throws stands for an answer that was lost. */
  readonly after?: ((request: MemoryRequest) => Promise<void> | void) | undefined
}

export interface MemoryRequest {
  readonly method: Exclude<keyof ObjectStoreClient, symbol>
  readonly key: string
  readonly partNumber?: number | undefined
}

/**
 * An object store in memory, for tests: as strict as the real ones are, counting its requests, and failing when told to.
 * It neither signs nor retries.
 */
export class MemoryObjectStoreClient implements ObjectStoreClient {
  readonly bucket: MemoryBucket
  /** What was asked for, in order, such as `put some/key`. */
  readonly requests: string[] = []
  before: MemoryObjectStoreClientOptions['before']
  after: MemoryObjectStoreClientOptions['after']
  readonly #pageSize: number
  readonly #minPartSizeBytes: number
  readonly #maxSingleCopySizeBytes: number

  constructor(options: MemoryObjectStoreClientOptions = {}) {
    this.bucket = options.bucket ?? new MemoryBucket()
    this.before = options.before
    this.after = options.after
    this.#pageSize = options.pageSize ?? 1000
    this.#minPartSizeBytes = options.minPartSizeBytes ?? 1
    this.#maxSingleCopySizeBytes = options.maxSingleCopySizeBytes ?? Number.POSITIVE_INFINITY
  }

  /** The requests since it was last asked. */
  takeRequests(): string[] {
    return this.requests.splice(0)
  }

  put(key: string, content: ObjectContent, options?: OperationOptions): Promise<ObjectHead> {
    return this.#answer({ method: 'put', key }, options, () => headOf(this.bucket.put(key, Buffer.concat(content))))
  }

  get(key: string, options: ObjectRange = {}): Promise<ObjectBody | undefined> {
    return this.#answer({ method: 'get', key }, options, () => {
      const object = this.bucket.get(key)
      if (object === undefined) return undefined
      const { offset = 0, length = object.size } = options
      // A copy: the reader may free what it gets.
      const bytes = Uint8Array.prototype.slice.call(object.bytes, offset, offset + length)
      const body = Readable.from(slices(bytes), { objectMode: false })
      options.signal?.addEventListener('abort', () => body.destroy(new Error('aborted')), { once: true })
      return { head: headOf(object), body }
    })
  }

  head(key: string, options?: OperationOptions): Promise<ObjectHead | undefined> {
    return this.#answer({ method: 'head', key }, options, () => {
      const object = this.bucket.get(key)
      return object === undefined ? undefined : headOf(object)
    })
  }

  delete(keys: readonly string[], options?: OperationOptions): Promise<void> {
    if (keys.length > 1000) throw failure('UNEXPECTED', 'a request deletes at most 1,000 keys')
    return this.#answer({ method: 'delete', key: keys.join(' ') }, options, () => {
      for (const key of keys) this.bucket.delete(key)
    })
  }

  list(options: ObjectPageOptions): Promise<ObjectPage> {
    return this.#answer({ method: 'list', key: options.prefix }, options, () => {
      const page = listBucket(this.bucket.keys(), {
        ...options,
        limit: Math.min(options.limit ?? 1000, this.#pageSize),
      })
      const objects = page.keys.flatMap((key) => this.bucket.get(key) ?? []).map(headOf)
      return { objects, prefixes: page.prefixes, next: page.next }
    })
  }

  copy(source: string, destination: string, options: CopyOptions = {}): Promise<boolean> {
    return this.#answer({ method: 'copy', key: `${source} ${destination}` }, options, () => {
      const object = this.#source(source, options)
      if (object === undefined) return false
      if (object.size > this.#maxSingleCopySizeBytes) throw failure('UNEXPECTED', 'EntityTooLarge')
      this.bucket.put(destination, object.bytes)
      return true
    })
  }

  createUpload(key: string, options?: OperationOptions): Promise<string> {
    return this.#answer({ method: 'createUpload', key }, options, () => {
      const uploadId = randomUUID()
      this.bucket.uploads.set(uploadId, { key, uploadId, startedAt: new Date(), parts: new Map() })
      return uploadId
    })
  }

  uploadPart(
    key: string,
    uploadId: string,
    number: number,
    content: ObjectContent,
    options?: OperationOptions,
  ): Promise<ObjectPart | undefined> {
    return this.#answer({ method: 'uploadPart', key, partNumber: number }, options, () =>
      addPart(this.#upload(key, uploadId), number, Buffer.concat(content)),
    )
  }

  copyPart(
    key: string,
    uploadId: string,
    number: number,
    source: string,
    range: { readonly offset: number; readonly length: number },
    options: CopyOptions = {},
  ): Promise<ObjectPart | undefined> {
    return this.#answer({ method: 'copyPart', key, partNumber: number }, options, () => {
      const object = this.#source(source, options)
      if (object === undefined) return undefined
      const end = range.offset + range.length
      if (range.length < 1 || end > object.size) throw failure('UNEXPECTED', 'InvalidRange')
      return addPart(this.#upload(key, uploadId), number, object.bytes.slice(range.offset, end))
    })
  }

  listParts(key: string, uploadId: string, after = 0, options?: OperationOptions): Promise<ObjectPartPage | undefined> {
    return this.#answer({ method: 'listParts', key }, options, () => {
      const upload = this.#upload(key, uploadId)
      if (upload === undefined) return undefined
      const left = [...upload.parts.values()].filter((part) => part.number > after)
      const sorted = left.toSorted((one, other) => one.number - other.number)
      const parts = sorted.slice(0, this.#pageSize).map(({ number, size, etag }) => ({ number, size, etag }))
      return { parts, next: sorted.length > parts.length ? parts.at(-1)?.number : undefined }
    })
  }

  completeUpload(
    key: string,
    uploadId: string,
    parts: readonly ObjectPart[],
    options?: OperationOptions,
  ): Promise<boolean> {
    return this.#answer({ method: 'completeUpload', key }, options, () => {
      const upload = this.#upload(key, uploadId)
      if (upload === undefined) return false
      if (parts.length === 0) throw failure('UNEXPECTED', 'MalformedXML')
      const stored = parts.map((part, index) => {
        const found = upload.parts.get(part.number)
        if (found?.etag !== part.etag) throw failure('CONFLICT', 'InvalidPart')
        if (part.number <= (parts[index - 1]?.number ?? 0)) throw failure('UNEXPECTED', 'InvalidPartOrder')
        const isLast = index === parts.length - 1
        if (!isLast && found.size < this.#minPartSizeBytes) throw failure('UNEXPECTED', 'EntityTooSmall')
        return found
      })
      this.bucket.put(key, Buffer.concat(stored.map((part) => part.bytes)), etagOfParts(stored))
      this.bucket.uploads.delete(uploadId)
      return true
    })
  }

  abortUpload(key: string, uploadId: string, options?: OperationOptions): Promise<boolean> {
    return this.#answer({ method: 'abortUpload', key }, options, () => {
      if (this.#upload(key, uploadId) === undefined) return false
      return this.bucket.uploads.delete(uploadId)
    })
  }

  async *listUploads(prefix: string, options?: OperationOptions): AsyncGenerator<UnfinishedUpload, void, void> {
    const found = await this.#answer({ method: 'listUploads', key: prefix }, options, () =>
      [...this.bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix)),
    )
    for (const { key, uploadId, startedAt } of found) yield { key, uploadId, startedAt }
  }

  async presign(method: 'GET' | 'HEAD', key: string, expiresInSeconds: number): Promise<URL> {
    return new URL(`https://bucket.example/${key}?method=${method}&expires=${expiresInSeconds}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #answer<Answer>(
    request: MemoryRequest,
    { signal }: OperationOptions = {},
    answer: () => Answer,
  ): Promise<Answer> {
    if (/^\/|\/\//.test(request.key)) throw failure('UNEXPECTED', `a wrong key: ${request.key}`)
    this.requests.push(
      `${request.method} ${request.key}${request.partNumber === undefined ? '' : ` ${request.partNumber}`}`,
    )
    await new Promise(setImmediate)
    await this.before?.(request)
    if (signal?.aborted === true) throw failure('ABORTED', 'aborted')
    const answered = answer()
    await this.after?.(request)
    return answered
  }

  #upload(key: string, uploadId: string): StoredUpload | undefined {
    const upload = this.bucket.uploads.get(uploadId)
    return upload?.key === key ? upload : undefined
  }

  #source(key: string, { ifMatch }: CopyOptions): StoredObject | undefined {
    const object = this.bucket.get(key)
    if (object !== undefined && ifMatch !== undefined && object.etag !== ifMatch) {
      throw failure('CONFLICT', 'PreconditionFailed')
    }
    return object
  }
}

/** The error that a client throws; it knows no path. */
export function failure(code: DriverErrorCode, message: string): DriverError {
  return new DriverError({ code, driver: 'memory-object-store', message, requestId: 'request-1' })
}

function headOf({ key, size, etag, modifiedAt }: StoredObject): ObjectHead {
  return { key, size, etag, modifiedAt }
}

function addPart(upload: StoredUpload | undefined, number: number, bytes: Uint8Array): ObjectPart | undefined {
  if (number < 1 || number > 10_000) throw failure('UNEXPECTED', `InvalidArgument: part ${number}`)
  const part = { number, bytes, size: bytes.length, etag: etagOf(bytes) }
  upload?.parts.set(number, part)
  return upload === undefined ? undefined : { number, size: part.size, etag: part.etag }
}

/** As a socket brings them. */
function* slices(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.slice(start, start + 65_536)
}
