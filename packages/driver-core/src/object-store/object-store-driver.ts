import type { Readable } from 'node:stream'
import type { DriverCapabilities } from '../driver-capabilities.ts'
import type { FileWriter } from '../file-writer.ts'
import { throwIfAborted } from '../kit/abort.ts'
import type { OperationOptions } from '../operation-options.ts'
import type {
  DeleteOptions,
  ListOptions,
  ReadOptions,
  RedirectOptions,
  StatOptions,
  StorageDriver,
  WalkOptions,
  WriterOptions,
  WrittenSizeOptions,
} from '../storage-driver.ts'
import type { StorageEntry } from '../storage-entry.ts'
import type { StoragePath } from '../storage-path.ts'
import { deletePath } from './changing/delete-path.ts'
import { moveFile } from './changing/move-file.ts'
import { listDirectory } from './listing/list-directory.ts'
import { walkDirectory } from './listing/walk-directory.ts'
import type { ObjectStore } from './object-store.ts'
import { openReader } from './reading/open-reader.ts'
import { readObject } from './reading/read-object.ts'
import { statPath } from './stat-path.ts'
import { ObjectStoreWriter } from './uploads/object-store-writer.ts'
import { openUpload } from './uploads/open-upload.ts'
import type { UploadContext } from './uploads/upload-context.ts'
import { writtenSize } from './uploads/written-size.ts'

export interface ObjectStoreDriverParts {
  readonly uploads: UploadContext
  readonly capabilities: DriverCapabilities
  readonly redirectExpiresInSeconds: number
}

/** A storage driver whose files are the objects of a bucket. What each method costs in requests is said where it is done. */
export class ObjectStoreDriver implements StorageDriver {
  readonly name: string
  readonly capabilities: DriverCapabilities
  readonly #store: ObjectStore
  readonly #uploads: UploadContext
  readonly #redirectExpiresInSeconds: number

  constructor({ uploads, capabilities, redirectExpiresInSeconds }: ObjectStoreDriverParts) {
    this.name = uploads.store.name
    this.capabilities = capabilities
    this.#store = uploads.store
    this.#uploads = uploads
    this.#redirectExpiresInSeconds = redirectExpiresInSeconds
  }

  getContent(path: StoragePath, options?: OperationOptions): Promise<Uint8Array> {
    return readObject(this.#store, path, options)
  }

  /** One request; an object store replaces whole objects, and what it has acknowledged is durable. */
  async putContent(path: StoragePath, content: Uint8Array, options: OperationOptions = {}): Promise<void> {
    const { signal } = options
    const key = this.#store.keys.of(path)
    await this.#store.request(path, signal, (client) => client.put(key, [content], { signal }))
  }

  createReader(path: StoragePath, options?: ReadOptions): Promise<Readable> {
    return openReader(this.#store, path, options)
  }

  async createWriter(path: StoragePath, options: WriterOptions = {}): Promise<FileWriter> {
    const { signal, resumable = true } = options
    throwIfAborted(this.name, path, signal)
    try {
      const start = await openUpload(this.#uploads, path, options)
      return new ObjectStoreWriter(this.#uploads, path, resumable, start)
    } catch (error) {
      throw this.#store.errorAt(path, signal, error)
    }
  }

  writtenSize(path: StoragePath, options?: WrittenSizeOptions): Promise<number> {
    return writtenSize(this.#uploads, path, options)
  }

  /** Names and contents are one here. */
  async flush(): Promise<void> {}

  stat(path: StoragePath, options?: StatOptions): Promise<StorageEntry> {
    return statPath(this.#store, path, options)
  }

  list(path: StoragePath, options?: ListOptions): AsyncGenerator<StorageEntry, void, void> {
    return listDirectory(this.#store, path, options)
  }

  walk(path: StoragePath, options?: WalkOptions): AsyncGenerator<StorageEntry, void, void> {
    return walkDirectory(this.#store, path, options)
  }

  move(source: StoragePath, destination: StoragePath, options?: OperationOptions): Promise<void> {
    return moveFile(this.#store, this.#uploads.copying, source, destination, options)
  }

  delete(path: StoragePath, options?: DeleteOptions): Promise<void> {
    return deletePath(this.#uploads, path, options)
  }

  async redirectUrl(path: StoragePath, options: RedirectOptions): Promise<URL | undefined> {
    if (!this.capabilities.redirect) return undefined
    const { method, expiresInSeconds = this.#redirectExpiresInSeconds, signal } = options
    const key = this.#store.keys.of(path)
    return this.#store.request(path, signal, (client) => client.presign(method, key, expiresInSeconds))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store.client[Symbol.asyncDispose]()
  }
}
