import type { Readable } from 'node:stream'
import type { DriverCapabilities } from '../driver-capabilities.ts'
import type { FileWriter } from '../file-writer.ts'
import { walkByListing } from '../kit/walk-by-listing.ts'
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
import type { ObjectStore } from './object-store.ts'
import { openReader } from './reading/open-reader.ts'
import { readObject } from './reading/read-object.ts'
import { statPath } from './stat-path.ts'
import { SmallWriter } from './uploads/small-writer.ts'

export interface ObjectStoreDriverParts {
  readonly store: ObjectStore
  readonly capabilities: DriverCapabilities
  readonly redirectExpiresInSeconds: number
}

/** A storage driver whose files are the objects of a bucket. What each method costs in requests is said where it is done. */
export class ObjectStoreDriver implements StorageDriver {
  readonly name: string
  readonly capabilities: DriverCapabilities
  readonly #store: ObjectStore
  readonly #redirectExpiresInSeconds: number

  constructor({ store, capabilities, redirectExpiresInSeconds }: ObjectStoreDriverParts) {
    this.name = store.name
    this.capabilities = capabilities
    this.#store = store
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

  createWriter(path: StoragePath, options?: WriterOptions): Promise<FileWriter> {
    return SmallWriter.open(this.#store, path, options)
  }

  async writtenSize(path: StoragePath, options?: WrittenSizeOptions): Promise<number> {
    return (await SmallWriter.open(this.#store, path, { ...options, append: true })).size
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
    return walkByListing((directory, listOptions) => this.list(directory, listOptions), path, options)
  }

  move(source: StoragePath, destination: StoragePath, options?: OperationOptions): Promise<void> {
    return moveFile(this.#store, source, destination, options)
  }

  delete(path: StoragePath, options?: DeleteOptions): Promise<void> {
    return deletePath(this.#store, path, options)
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
