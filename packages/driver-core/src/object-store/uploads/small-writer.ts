import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DriverError } from '../../driver-error.ts'
import type { CloseOptions, CommitOptions, FileWriter } from '../../file-writer.ts'
import { aborted, throwIfAborted, untilAborted } from '../../kit/abort.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type { WriterOptions } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { readHeader, writeHeader } from './upload-state.ts'
import { stateKeyOf } from './state-key.ts'

/** Holds what is written in memory, and puts it as one object. */
export class SmallWriter implements FileWriter {
  readonly path: StoragePath
  readonly #store: ObjectStore
  readonly #resumable: boolean
  #chunks: Uint8Array[] = []
  #hasState = false
  size = 0
  state: FileWriter['state'] = 'open'
  version = 'nothing'
  note: string | undefined

  private constructor(store: ObjectStore, path: StoragePath, resumable: boolean) {
    this.#store = store
    this.path = path
    this.#resumable = resumable
  }

  static async open(store: ObjectStore, path: StoragePath, options: WriterOptions = {}): Promise<SmallWriter> {
    const { append = false, resumable = true, signal } = options
    const writer = new SmallWriter(store, path, resumable)
    throwIfAborted(store.name, path, signal)
    const stateKey = stateKeyOf(store.keys.of(path))
    if (!resumable) return writer
    if (!append) {
      await store.request(path, signal, (client) => client.delete([stateKey], { signal }))
      return writer
    }
    const left = await store.request(path, signal, (client) => client.get(stateKey, { signal }))
    if (left === undefined) return writer
    const bytes = Buffer.concat(await Array.fromAsync<Uint8Array>(left.body))
    const read = readHeader(bytes)
    if (read === undefined) throw store.errorAt(path, signal, new Error('the state of the upload cannot be read'))
    writer.#hasState = true
    writer.#add(bytes.subarray(read.length))
    writer.version = read.state.version
    writer.note = read.state.note
    return writer
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#assertOpen()
    this.#add(new Uint8Array(chunk))
  }

  async writeFrom(source: AsyncIterable<Uint8Array>, options: OperationOptions = {}): Promise<number> {
    this.#assertOpen()
    const before = this.size
    const { signal } = options
    try {
      for await (const chunk of untilAborted(source, signal)) this.#add(chunk)
    } catch (error) {
      throw signal?.aborted === true ? aborted(this.#store.name, this.path, signal) : error
    }
    return this.size - before
  }

  async readWritten(): Promise<Readable | undefined> {
    return undefined
  }

  async commit(options: CommitOptions = {}): Promise<void> {
    this.#assertOpen()
    const { destination = this.path, signal } = options
    const key = this.#store.keys.of(destination)
    await this.#store.request(destination, signal, (client) => client.put(key, this.#chunks, { signal }))
    this.state = 'committed'
    await this.#forget(signal).catch(() => undefined)
  }

  async cancel(options: OperationOptions = {}): Promise<void> {
    this.#assertOpen()
    await this.#forget(options.signal)
    this.state = 'cancelled'
  }

  async close(options: CloseOptions = {}): Promise<string | undefined> {
    if (this.state !== 'open') return undefined
    if (this.#resumable) {
      const { note, signal } = options
      const version = randomBytes(12).toString('base64url')
      const header = writeHeader({ version, note, tailBytes: this.size })
      const key = stateKeyOf(this.#store.keys.of(this.path))
      await this.#store.request(this.path, signal, (client) => client.put(key, [header, ...this.#chunks], { signal }))
      this.version = version
      this.note = note
    }
    this.state = 'closed'
    return this.version
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #add(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.size += chunk.length
    this.note = undefined
  }

  async #forget(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#hasState) return
    const key = stateKeyOf(this.#store.keys.of(this.path))
    await this.#store.request(this.path, signal, (client) => client.delete([key], { signal }))
  }

  #assertOpen(): void {
    if (this.state === 'open') return
    const message = `the writer is ${this.state}`
    throw new DriverError({ code: 'CLOSED', driver: this.#store.name, path: this.path, message })
  }
}
