import { Readable } from 'node:stream'
import {
  type CloseOptions,
  type CommitOptions,
  DriverError,
  type FileWriter,
  type OperationOptions,
  type StoragePath,
  type WriterOptions,
} from '@moorage/driver-core'
import { aborted, throwIfAborted, untilAborted } from '@moorage/driver-core/kit'
import { driverName, pathBlocked } from './memory-error.ts'
import { type MemoryPartial, type MemoryStore, nextVersion } from './memory-store.ts'

/** Collects chunks, and puts them to the store as a file on `commit`. */
export class MemoryWriter implements FileWriter {
  readonly path: StoragePath
  readonly #store: MemoryStore
  readonly #resumable: boolean
  readonly #partial: MemoryPartial
  #state: FileWriter['state'] = 'open'

  constructor(store: MemoryStore, path: StoragePath, options: WriterOptions) {
    const { append = false, resumable = true } = options
    this.path = path
    this.#store = store
    this.#resumable = resumable
    this.#partial = (resumable && append && this.#findPartial()) || {
      chunks: [],
      size: 0,
      version: nextVersion(),
      note: undefined,
    }
    if (resumable) store.partials.set(path, this.#partial)
  }

  get size(): number {
    return this.#partial.size
  }

  get state(): FileWriter['state'] {
    return this.#state
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#assertOpen()
    // A copy: the caller may use the chunk again. Not chunk.slice(), which for a Buffer copies nothing.
    this.#append(new Uint8Array(chunk))
  }

  async writeFrom(source: AsyncIterable<Uint8Array>, options: OperationOptions = {}): Promise<number> {
    this.#assertOpen()
    const before = this.size
    const { signal } = options
    try {
      for await (const chunk of untilAborted(source, signal)) {
        this.#assertOpen()
        this.#append(chunk)
      }
    } catch (error) {
      throw signal?.aborted === true ? aborted(driverName, this.path, signal) : error
    }
    return this.size - before
  }

  get version(): string {
    return String(this.#partial.version)
  }

  get note(): string | undefined {
    return this.#partial.note
  }

  async readWritten(): Promise<Readable> {
    this.#assertOpen()
    return Readable.from([...this.#partial.chunks], { objectMode: false })
  }

  async commit(options: CommitOptions = {}): Promise<void> {
    this.#assertOpen()
    throwIfAborted(driverName, this.path, options.signal)
    if (this.#resumable && !this.#isCurrent()) {
      const message = 'another writer started the file anew, or it was deleted'
      throw new DriverError({ code: 'CONFLICT', driver: driverName, path: this.path, message })
    }
    const { destination = this.path } = options
    const { chunks, version } = this.#partial
    if (!this.#store.put(destination, chunks, this.size, version)) throw pathBlocked(destination)
    if (destination !== this.path) this.#store.remove(this.path)
    this.#state = 'committed'
    this.#forget()
  }

  async cancel(options: OperationOptions = {}): Promise<void> {
    this.#assertOpen()
    throwIfAborted(driverName, this.path, options.signal)
    this.#state = 'cancelled'
    this.#forget()
  }

  async close(options: CloseOptions = {}): Promise<undefined> {
    if (this.#state !== 'open') return
    throwIfAborted(driverName, this.path, options.signal)
    this.#partial.note = options.note
    this.#state = 'closed'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #append(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#partial.chunks.push(chunk)
    this.#partial.size += chunk.length
    this.#partial.version = nextVersion()
    this.#partial.note = undefined
  }

  #findPartial(): MemoryPartial | undefined {
    // A copy of the list, not of the bytes: an earlier writer that goes on must not write into what this one continues.
    const left = this.#store.partials.get(this.path) ?? this.#store.file(this.path)
    if (left === undefined) return undefined
    const { size, version } = left
    return { chunks: [...left.chunks], size, version, note: 'note' in left ? left.note : undefined }
  }

  /** Whether the path's unfinished bytes are still those of this writer. */
  #isCurrent(): boolean {
    return this.#store.partials.get(this.path) === this.#partial
  }

  #forget(): void {
    if (this.#resumable && this.#isCurrent()) this.#store.partials.delete(this.path)
  }

  #assertOpen(): void {
    if (this.#state === 'open') return
    const message = `the writer is ${this.#state}`
    throw new DriverError({ code: 'CLOSED', driver: driverName, path: this.path, message })
  }
}
