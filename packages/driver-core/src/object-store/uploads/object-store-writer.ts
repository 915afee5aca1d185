import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { placeObject } from '../changing/place-object.ts'
import { DriverError } from '../../driver-error.ts'
import type { CloseOptions, CommitOptions, FileWriter, WriteFromOptions } from '../../file-writer.ts'
import { aborted, throwIfAborted, untilAborted } from '../../kit/abort.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type { StoragePath } from '../../storage-path.ts'
import { PartBuffer } from '../memory/part-buffer.ts'
import { continueObject } from './continue-object.ts'
import type { MultipartUpload } from './multipart-upload.ts'
import { settledOrAborted } from './settled-or-aborted.ts'
import type { Unfinished } from './unfinished.ts'
import type { UploadContext } from './upload-context.ts'
import type { UploadState } from './upload-state.ts'

/**
 * Gathers bytes until they make a part, and sends the parts while the next one fills. What makes no whole part stays in memory: it becomes an
 * object of its own at the commit, or the last part, or with `close` the tail of the upload's state.
 */
export class ObjectStoreWriter implements FileWriter {
  readonly path: StoragePath
  readonly #context: UploadContext
  readonly #resumable: boolean
  readonly #start: Unfinished
  #multipart: MultipartUpload
  #tail: PartBuffer
  #completed: UploadState['completed']
  /** Keys of objects whose bytes this upload goes on from. */
  readonly #continued: string[] = []
  #state: FileWriter['state'] = 'open'
  #version: string
  #note: string | undefined

  constructor(context: UploadContext, path: StoragePath, resumable: boolean, start: Unfinished) {
    this.path = path
    this.#context = context
    this.#resumable = resumable
    this.#start = start
    this.#multipart = start.multipart
    this.#tail = start.tail
    this.#completed = start.completed
    this.#version = start.version
    this.#note = start.note
  }

  get size(): number {
    return this.#completed?.bytes ?? this.#multipart.bytes + this.#tail.size
  }

  get state(): FileWriter['state'] {
    return this.#state
  }

  get version(): string {
    return this.#version
  }

  get note(): string | undefined {
    return this.#note
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#assertOpen()
    await this.#append(chunk, undefined)
  }

  async writeFrom(source: AsyncIterable<Uint8Array>, options: WriteFromOptions = {}): Promise<number> {
    this.#assertOpen()
    const before = this.size
    const { signal, release } = options
    try {
      for await (const chunk of untilAborted(source, signal)) {
        this.#assertOpen()
        await this.#append(chunk, signal)
        release?.(chunk)
      }
    } catch (error) {
      throw signal?.aborted === true ? aborted(this.#context.store.name, this.path, signal) : error
    }
    return this.size - before
  }

  /** A store shows parts to nobody. */
  async readWritten(): Promise<Readable | undefined> {
    return undefined
  }

  async commit(options: CommitOptions = {}): Promise<void> {
    const { destination = this.path, signal } = options
    const { store } = this.#context
    this.#assertOpen()
    throwIfAborted(store.name, this.path, signal)
    const target = store.keys.of(destination)
    const leftOver = new Set(this.#leftOver())
    const isWhole = this.#completed === undefined && this.#multipart.count === 0
    if (isWhole) {
      await store.request(destination, signal, (client) => client.put(target, this.#tail.content(), { signal }))
    } else {
      for (const key of await this.#commitParts(target, signal)) leftOver.add(key)
    }
    this.#state = 'committed'
    this.#context.remembered.forget(this.path)
    await this.#end()
    if (this.#start.isFileThere) leftOver.add(store.keys.of(this.path))
    leftOver.delete(target)
    // The file is there. What is left over hides, until the directory is deleted.
    if (isWhole) await this.#multipart.abort(undefined).catch(() => undefined)
    await this.#delete([...leftOver], undefined).catch(() => undefined)
  }

  async cancel(options: OperationOptions = {}): Promise<void> {
    this.#assertOpen()
    throwIfAborted(this.#context.store.name, this.path, options.signal)
    this.#state = 'cancelled'
    this.#context.remembered.forget(this.path)
    try {
      await this.#drop(options.signal)
    } finally {
      await this.#end()
    }
  }

  /** Once this was tried the writer is at its end, and its memory is free: when the store fails, what was closed before is what is kept. */
  async close(options: CloseOptions = {}): Promise<string | undefined> {
    const { note, signal } = options
    if (this.#state !== 'open') return undefined
    throwIfAborted(this.#context.store.name, this.path, signal)
    this.#state = 'closed'
    try {
      return await (this.#resumable ? this.#keep(note, signal) : this.#drop(signal))
    } finally {
      await this.#end()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #append(chunk: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    if (chunk.length === 0) return
    this.#note = undefined
    if (this.#version === this.#start.version) this.#version = randomBytes(12).toString('base64url')
    try {
      if (this.#completed !== undefined) await this.#continueCompleted(signal)
      for (let position = 0; position < chunk.length;) {
        // Not before another byte comes: what is one chunk long is put as one object.
        if (this.#tail.isFull) await this.#sendTail(signal)
        position += await this.#tail.fill(chunk.subarray(position), signal)
      }
    } catch (error) {
      throw this.#context.store.errorAt(this.path, signal, error)
    }
  }

  async #sendTail(signal: AbortSignal | undefined): Promise<void> {
    await settledOrAborted(this.#multipart.room(), signal)
    if (!this.#multipart.mayGoOn) {
      throw this.#error('UNSUPPORTED', 'the file needs more parts than the store takes')
    }
    this.#multipart.add(this.#tail)
    this.#tail = new PartBuffer(this.#context.budget, this.#multipart.nextPartBytes)
  }

  /** Makes the parts an object, and puts it at its place. @returns what is left over */
  async #commitParts(target: string, signal: AbortSignal | undefined): Promise<string[]> {
    const { store, states, copying } = this.#context
    if (this.#completed === undefined) await this.#multipart.complete(this.#tail, signal)
    const { key, bytes: size } = this.#markCompleted()
    if (key === target) return []
    // Should this process die before the object is at its place, the next writer knows that it is whole, and of which bytes.
    const noting = this.#resumable ? states.write(this.path, await this.#stateWith(this.#note), [], signal) : undefined
    const placing = store.request(this.path, signal, (client) =>
      placeObject(client, copying, { key, size }, target, { signal }),
    )
    const [placed] = await Promise.allSettled([placing, noting])
    if (placed.status === 'rejected') throw placed.reason
    if (!placed.value) throw this.#error('CONFLICT', 'another writer has cancelled or committed the upload')
    return [key, states.keyOf(this.path)]
  }

  #markCompleted(): NonNullable<UploadState['completed']> {
    this.#completed ??= { key: this.#multipart.key, bytes: this.size }
    this.#tail.giveBack()
    return this.#completed
  }

  /** The bytes of a commit that was cut short are to be continued. */
  async #continueCompleted(signal: AbortSignal | undefined): Promise<void> {
    const { key, bytes: size } = this.#completed ?? { key: '', bytes: 0 }
    const { version, note } = this.#start
    const source = { key, size, version, note }
    const continued = await continueObject(this.#context, this.path, source, signal)
    if (continued === undefined) throw this.#error('CONFLICT', 'another writer has cancelled or committed the upload')
    this.#continued.push(key)
    this.#multipart = continued.multipart
    this.#tail = continued.tail
    this.#completed = undefined
  }

  async #keep(note: string | undefined, signal: AbortSignal | undefined): Promise<string | undefined> {
    const { states, remembered } = this.#context
    if (this.#completed === undefined && (await this.#multipart.turnedOutCompleted(signal))) this.#markCompleted()
    const isUpload = this.#completed === undefined
    if (isUpload && this.#multipart.count > 0 && this.#tail.isFull) await this.#sendTail(signal)
    if (this.size === 0 && note === undefined && this.#leftOver().length === 0) return undefined
    const state = await this.#stateWith(note)
    const isUnchanged = this.#version === this.#start.version && note === this.#start.note
    // What lies there says the same already.
    const isThere = isUnchanged && this.#start.leftOver.includes(states.keyOf(this.path))
    if (!isThere) await states.write(this.path, state, this.#tail.content(), signal)
    this.#note = note
    if (isUpload) {
      const parts = await this.#multipart.knownParts()
      remembered.set(this.path, { state, tail: this.#tail.detach(), parts })
    }
    return this.#version
  }

  async #stateWith(note: string | undefined): Promise<UploadState> {
    const completed = this.#completed
    const hasParts = completed === undefined && this.#multipart.hasBegun
    const multipart = hasParts ? await this.#multipart.settle() : undefined
    return { version: this.#version, note, multipart, completed, tailBytes: this.#tail.size }
  }

  async #drop(signal: AbortSignal | undefined): Promise<undefined> {
    const completed = this.#completed
    await this.#multipart.abort(signal)
    await this.#delete(completed === undefined ? this.#leftOver() : [completed.key, ...this.#leftOver()], signal)
  }

  /** Keys that are there for this upload, besides its parts. */
  #leftOver(): string[] {
    const hasNoted = this.#resumable && this.#multipart.id !== undefined
    return [
      ...new Set([
        ...this.#start.leftOver,
        ...this.#continued,
        ...(hasNoted ? [this.#context.states.keyOf(this.path)] : []),
      ]),
    ]
  }

  async #delete(keys: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    if (keys.length === 0) return
    await this.#context.store.request(this.path, signal, (client) => client.delete(keys, { signal }))
  }

  async #end(): Promise<void> {
    this.#tail.giveBack()
    await this.#multipart.leave()
  }

  #assertOpen(): void {
    if (this.#state !== 'open') throw this.#error('CLOSED', `the writer is ${this.#state}`)
  }

  #error(code: 'CLOSED' | 'CONFLICT' | 'UNSUPPORTED', message: string): DriverError {
    return new DriverError({ code, driver: this.#context.store.name, path: this.path, message })
  }
}
