import { Readable } from 'node:stream'
import {
  comparePaths,
  type DriverCapabilities,
  type FileWriter,
  isWithin,
  joinPath,
  type ListOptions,
  type OperationOptions,
  pathNotFound,
  type PutOptions,
  type ReadOptions,
  type StorageDriver,
  type StorageEntry,
  type StoragePath,
  type WalkOptions,
  type WriterOptions,
} from '@moorage/driver-core'
import { aborted, assertReadOptions, readRange, throwIfAborted, walkByListing } from '@moorage/driver-core/kit'
import { chunkRange } from './chunk-range.ts'
import { driverName, pathBlocked } from './memory-error.ts'
import { type MemoryFile, MemoryStore } from './memory-store.ts'
import { MemoryWriter } from './memory-writer.ts'

/** Keeps files in memory; they are gone when the process ends. */
export class MemoryDriver implements StorageDriver {
  readonly name: string = driverName
  readonly capabilities: DriverCapabilities = {
    redirect: false,
    move: 'atomic',
    append: 'any-offset',
    listing: 'strong',
    notes: true,
  }
  readonly #store: MemoryStore

  constructor(store: MemoryStore = new MemoryStore()) {
    this.#store = store
  }

  async getContent(path: StoragePath, options: OperationOptions = {}): Promise<Uint8Array> {
    const file = this.#file(path, options)
    return Buffer.concat(file.chunks, file.size)
  }

  async putContent(path: StoragePath, content: Uint8Array, options: PutOptions = {}): Promise<void> {
    throwIfAborted(driverName, path, options.signal)
    if (!this.#store.put(path, [new Uint8Array(content)], content.length)) throw pathBlocked(path)
  }

  async createReader(path: StoragePath, options: ReadOptions = {}): Promise<Readable> {
    assertReadOptions(driverName, path, options)
    const file = this.#file(path, options)
    const { start, end } = readRange(file.size, options)
    const reader = Readable.from(chunkRange(file.chunks, start, end), { objectMode: false })
    const { signal } = options
    if (signal === undefined) return reader
    const onAbort = (): unknown => reader.destroy(aborted(driverName, path, signal))
    signal.addEventListener('abort', onAbort)
    return reader.once('close', () => signal.removeEventListener('abort', onAbort))
  }

  async createWriter(path: StoragePath, options: WriterOptions = {}): Promise<FileWriter> {
    throwIfAborted(driverName, path, options.signal)
    if (this.#store.isBlocked(path)) throw pathBlocked(path)
    return new MemoryWriter(this.#store, path, options)
  }

  async writtenSize(path: StoragePath, options: OperationOptions = {}): Promise<number> {
    throwIfAborted(driverName, path, options.signal)
    return (this.#store.partials.get(path) ?? this.#store.file(path))?.size ?? 0
  }

  async flush(): Promise<void> {}

  async stat(path: StoragePath, options: OperationOptions = {}): Promise<StorageEntry> {
    throwIfAborted(driverName, path, options.signal)
    const entry = this.#entry(path)
    if (entry === undefined) throw pathNotFound(driverName, path)
    return entry
  }

  async *list(path: StoragePath, options: ListOptions = {}): AsyncGenerator<StorageEntry, void, void> {
    const { startAfter, signal } = options
    throwIfAborted(driverName, path, signal)
    const names = this.#store.names(path)
    if (names === undefined) throw pathNotFound(driverName, path)
    for (const name of names) {
      throwIfAborted(driverName, path, signal)
      const child = joinPath(path, name)
      if (startAfter !== undefined && comparePaths(child, startAfter) <= 0) continue
      const entry = this.#entry(child)
      if (entry !== undefined) yield entry
    }
  }

  walk(path: StoragePath, options: WalkOptions = {}): AsyncGenerator<StorageEntry, void, void> {
    return walkByListing((directory, listOptions) => this.list(directory, listOptions), path, options)
  }

  async move(source: StoragePath, destination: StoragePath, options: OperationOptions = {}): Promise<void> {
    const file = this.#file(source, options)
    if (source === destination) return
    if (!this.#store.put(destination, file.chunks, file.size)) throw pathBlocked(destination)
    this.#store.remove(source)
  }

  async delete(path: StoragePath, options: OperationOptions = {}): Promise<void> {
    throwIfAborted(driverName, path, options.signal)
    let deleted = this.#store.remove(path)
    for (const partial of this.#store.partials.keys()) {
      if (isWithin(partial, path)) deleted = this.#store.partials.delete(partial)
    }
    if (!deleted) throw pathNotFound(driverName, path)
  }

  async redirectUrl(): Promise<undefined> {}

  async [Symbol.asyncDispose](): Promise<void> {}

  #file(path: StoragePath, options: OperationOptions): MemoryFile {
    throwIfAborted(driverName, path, options.signal)
    const file = this.#store.file(path)
    if (file === undefined) throw pathNotFound(driverName, path)
    return file
  }

  #entry(path: StoragePath): StorageEntry | undefined {
    const file = this.#store.file(path)
    if (file !== undefined) return { kind: 'file', path, size: file.size, modifiedAt: file.modifiedAt }
    return this.#store.hasDirectory(path) ? { kind: 'directory', path } : undefined
  }
}
