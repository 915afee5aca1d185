import type { OperationOptions } from '../../operation-options.ts'
import { download } from '../http/download.ts'
import { headObject } from '../http/object-head.ts'
import { contentLength } from '../http/request-body.ts'
import type { StoreClock } from '../http/store-clock.ts'
import { garbled } from '../http/store-fault.ts'
import type { StoreHttp } from '../http/store-http.ts'
import type { StoreRequest } from '../http/store-request.ts'
import { parseXml } from '../http/xml-element.ts'
import type {
  CopyOptions,
  CreateUploadOptions,
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
import { completeUpload } from './complete-upload.ts'
import { contentMd5Header } from './content-md5.ts'
import { deleteBatch, deleteObject } from './delete-objects.ts'
import { listQuery, readPage } from './list-objects.ts'
import { readPartPage } from './list-parts.ts'
import { listUploads } from './list-uploads.ts'
import { renameObject } from './rename-object.ts'
import type { RestDialect } from './rest-dialect.ts'
import { StrayUploads } from './stray-uploads.ts'
import { type PartUpload, uploadCheckedByCrc64, uploadCheckedByMd5 } from './upload-part.ts'

/** What stores call it when there is nothing to copy. */
const missingSource = ['NoSuchKey', 'NoSuchCopySource']

/** The client of a store that speaks the interface which S3 began. */
export class RestClient implements ObjectStoreClient {
  readonly #http: StoreHttp
  readonly #dialect: RestDialect
  readonly #strays = new StrayUploads(this)
  #crc64Header: string | undefined
  /** Until the store says that it does not delete many at once. */
  #deletesBatches = true
  /** Where the dialect has a way, and until the store says that it does not know it. */
  rename?: NonNullable<ObjectStoreClient['rename']>

  constructor(http: StoreHttp, dialect: RestDialect) {
    this.#http = http
    this.#dialect = dialect
    this.#crc64Header = dialect.crc64Header
    const { renameQuery } = dialect
    if (renameQuery !== undefined) {
      this.rename = async (source, destination, options) => {
        const request = { ...this.#request('RenameObject', 'PUT', source, options), query: renameQuery(destination) }
        const isRenamed = await renameObject(this.#http, request, () => this.head(destination, options))
        if (isRenamed === 'unsupported') delete this.rename
        return isRenamed
      }
    }
  }

  /** The store's time, as far as its answers told it. */
  get clock(): StoreClock {
    return this.#http.clock
  }

  async put(key: string, content: ObjectContent, options?: OperationOptions): Promise<ObjectHead> {
    const { objectHeaders, contentMd5 } = this.#dialect
    const headers = { ...objectHeaders, ...(await contentMd5Header(content, contentMd5)) }
    const request = { ...this.#request('PutObject', 'PUT', key, options), headers, content }
    return this.#http.call(request, (answer) => {
      const etag = answer.headers['etag']
      if (etag === undefined) throw garbled('the answer has no ETag')
      const modifiedAt = new Date(answer.headers['date'] ?? this.#http.clock.now())
      return { key, size: contentLength(content), etag, modifiedAt }
    })
  }

  get(key: string, options?: ObjectRange): Promise<ObjectBody | undefined> {
    return download(
      this.#http,
      this.#request('GetObject', 'GET', key, options),
      key,
      options,
      this.#dialect.rangeHeaders,
    )
  }

  head(key: string, options?: OperationOptions): Promise<ObjectHead | undefined> {
    return headObject(this.#http, this.#request('HeadObject', 'HEAD', key, options), key)
  }

  async delete(keys: readonly string[], options: OperationOptions = {}): Promise<void> {
    const [first] = keys
    if (first === undefined) return
    if (keys.length > 1 && this.#deletesBatches) {
      if (await deleteBatch(this.#http, this.#dialect, keys, options)) return
      this.#deletesBatches = false
    }
    await Promise.all(keys.map((key) => deleteObject(this.#http, this.#dialect.path(key), key, options)))
  }

  list(options: ObjectPageOptions): Promise<ObjectPage> {
    const request = { ...this.#bucketRequest('GetBucket', 'GET', options), query: listQuery(options) }
    return this.#http.call(request, (answer) => readPage(answer.text, options))
  }

  copy(source: string, destination: string, options?: CopyOptions): Promise<boolean> {
    const request: StoreRequest = {
      ...this.#request('PutObjectCopy', 'PUT', destination, options),
      headers: { ...this.#dialect.objectHeaders, ...this.#copyHeaders(source, options) },
      content: [],
      expect: missingSource,
    }
    return this.#http.call(request, (answer) => {
      if (answer.errorCode !== undefined) return false
      parseXml(answer.text, 'CopyObjectResult').required('ETag')
      return true
    })
  }

  async createUpload(key: string, options: CreateUploadOptions = {}): Promise<string> {
    const { signal, exclusive = false } = options
    const request: StoreRequest = {
      ...this.#request('InitiateMultipartUpload', 'POST', key, options),
      query: { uploads: '' },
      headers: this.#dialect.objectHeaders,
      content: [],
    }
    const since = this.clock.now()
    const { uploadId, mayBeDone } = await this.#http.call(request, (answer) => ({
      uploadId: parseXml(answer.text, 'InitiateMultipartUploadResult').required('UploadId'),
      mayBeDone: answer.mayBeDone,
    }))
    if (mayBeDone && exclusive) await this.#strays.dropOthers(key, uploadId, { signal })
    else if (mayBeDone) this.#strays.suspect(key, uploadId, since, this.clock.now())
    return uploadId
  }

  async uploadPart(
    key: string,
    uploadId: string,
    number: number,
    content: ObjectContent,
    options?: OperationOptions,
  ): Promise<ObjectPart | undefined> {
    const request: StoreRequest = {
      ...this.#request('UploadPart', 'PUT', key, options),
      query: { partNumber: String(number), uploadId },
      expect: ['NoSuchUpload'],
    }
    const part: PartUpload = { request, number, content, size: contentLength(content) }
    if (this.#crc64Header !== undefined) {
      const uploaded = await uploadCheckedByCrc64(this.#http, part, this.#crc64Header)
      if (uploaded !== 'unchecked') return uploaded
      this.#crc64Header = undefined
    }
    return uploadCheckedByMd5(this.#http, part, this.#dialect.contentMd5)
  }

  copyPart(
    key: string,
    uploadId: string,
    number: number,
    source: string,
    range: { readonly offset: number; readonly length: number },
    options?: CopyOptions,
  ): Promise<ObjectPart | undefined> {
    const rangeHeader = `${this.#dialect.headerPrefix}copy-source-range`
    const last = range.offset + range.length - 1
    const request: StoreRequest = {
      ...this.#request('UploadPartCopy', 'PUT', key, options),
      query: { partNumber: String(number), uploadId },
      headers: { ...this.#copyHeaders(source, options), [rangeHeader]: `bytes=${range.offset}-${last}` },
      content: [],
      expect: ['NoSuchUpload', ...missingSource],
    }
    return this.#http.call(request, (answer) => {
      if (answer.errorCode !== undefined) return undefined
      return { number, size: range.length, etag: parseXml(answer.text, 'CopyPartResult').required('ETag') }
    })
  }

  listParts(key: string, uploadId: string, after = 0, options?: OperationOptions): Promise<ObjectPartPage | undefined> {
    const marker: Record<string, string> = after === 0 ? {} : { 'part-number-marker': String(after) }
    const request: StoreRequest = {
      ...this.#request('ListParts', 'GET', key, options),
      query: { uploadId, 'max-parts': '1000', ...marker },
      expect: ['NoSuchUpload'],
    }
    return this.#http.call(request, (answer) =>
      answer.errorCode === undefined ? readPartPage(answer.text, after) : undefined,
    )
  }

  async completeUpload(
    key: string,
    uploadId: string,
    parts: readonly ObjectPart[],
    options: OperationOptions = {},
  ): Promise<boolean> {
    const path = this.#dialect.path(key)
    const isDone = await completeUpload(this.#http, path, key, uploadId, parts, options)
    await this.#strays.onEnd(uploadId, options)
    return isDone
  }

  async abortUpload(key: string, uploadId: string, options: OperationOptions = {}): Promise<boolean> {
    const request: StoreRequest = {
      ...this.#request('AbortMultipartUpload', 'DELETE', key, options),
      query: { uploadId },
      expect: ['NoSuchUpload'],
    }
    const isDone = await this.#http.call(request, (answer) => answer.errorCode === undefined)
    await this.#strays.onEnd(uploadId, options)
    return isDone
  }

  listUploads(prefix: string, options: OperationOptions = {}): AsyncGenerator<UnfinishedUpload, void, void> {
    return listUploads(this.#http, this.#dialect.path(''), prefix, options)
  }

  async presign(method: 'GET' | 'HEAD', key: string, expiresInSeconds: number): Promise<URL | undefined> {
    return this.#dialect.presign(method, key, expiresInSeconds)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http[Symbol.asyncDispose]()
  }

  #request(
    operation: string,
    method: StoreRequest['method'],
    key: string,
    options: OperationOptions | undefined,
  ): StoreRequest {
    return { operation, method, key, path: this.#dialect.path(key), signal: options?.signal }
  }

  #bucketRequest(operation: string, method: StoreRequest['method'], options: OperationOptions): StoreRequest {
    return { operation, method, path: this.#dialect.path(''), signal: options.signal }
  }

  #copyHeaders(source: string, options: CopyOptions | undefined): Record<string, string> {
    const { headerPrefix } = this.#dialect
    return {
      [`${headerPrefix}copy-source`]: this.#dialect.copySource(source),
      ...(options?.ifMatch === undefined ? {} : { [`${headerPrefix}copy-source-if-match`]: options.ifMatch }),
    }
  }
}
