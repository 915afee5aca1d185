import { DriverError } from '../../driver-error.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { PartBuffer } from '../memory/part-buffer.ts'
import type { ObjectPart, ObjectStoreClient } from '../object-store-client.ts'
import type { ObjectStore } from '../object-store.ts'
import { abortUpload } from './abort-upload.ts'
import { chainOf } from './chain-of.ts'
import { listAllParts } from './list-all-parts.ts'
import type { PartSizes } from './part-sizes.ts'
import { PartsInFlight, type SendingPart } from './parts-in-flight.ts'
import type { MultipartState } from './upload-state.ts'
import { wasCompleted } from './was-completed.ts'

export interface MultipartUploadOptions {
  readonly store: ObjectStore
  readonly path: StoragePath
  /** Where the parts are completed. */
  readonly key: string
  /** Undefined for an upload that is yet to be begun, by the first part. */
  readonly id: string | undefined
  readonly sizes: PartSizes
  readonly partsInFlight: number
  /** What arrived before. */
  readonly earlier: EarlierParts
  /** Whether nobody else knows, or will know, the upload's id. */
  readonly isPrivate: boolean
  /** Notes the id of the upload when it has begun; `first` is its first part. */
  readonly note?: ((state: MultipartState, first: PartBuffer) => Promise<void>) | undefined
}

/** Parts from number 1 on that were there before this writer. */
export interface EarlierParts {
  readonly count: number
  readonly bytes: number
  readonly chain: string
  /** Undefined where only the chain names them. */
  readonly parts: readonly ObjectPart[] | undefined
}

/** No parts yet. */
export const noParts: EarlierParts = { count: 0, bytes: 0, chain: '', parts: [] }

/** The parts of one upload. It begins with the first part, so that a file which has none costs the store nothing. */
export class MultipartUpload {
  readonly key: string
  readonly sizes: PartSizes
  readonly #options: MultipartUploadOptions
  readonly #earlier: EarlierParts
  readonly #ending = new AbortController()
  readonly #inFlight: PartsInFlight
  #beginning: Promise<string> | undefined
  #id: string | undefined
  #isNoted: boolean
  /** Parts of a completion of which nobody knows whether it took effect. */
  #attempted: readonly ObjectPart[] | undefined
  #count: number
  #bytes: number

  constructor(options: MultipartUploadOptions) {
    this.#options = options
    this.key = options.key
    this.sizes = options.sizes
    this.#earlier = options.earlier
    this.#id = options.id
    this.#isNoted = options.id !== undefined
    this.#count = options.earlier.count
    this.#bytes = options.earlier.bytes
    this.#inFlight = new PartsInFlight(options.partsInFlight, (part) => this.#send(part))
  }

  /** Undefined before the first part. */
  get id(): string | undefined {
    return this.#id
  }

  /** Bytes in parts that arrived or are on their way. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether the store has something of it, or is about to. */
  get hasBegun(): boolean {
    return this.#id !== undefined || this.#count > 0
  }

  /** Parts that arrived or are on their way. */
  get count(): number {
    return this.#count
  }

  /** Bytes that the next part may have. */
  get nextPartBytes(): number {
    return this.sizes.of(this.#count + 1)
  }

  /** Whether a part may follow the next one. */
  get mayGoOn(): boolean {
    return this.#count + 1 < this.sizes.maxParts
  }

  /** Resolves when a part may be added. @throws what an earlier part failed with, twice */
  async room(): Promise<void> {
    await this.#inFlight.room()
  }

  /** Sends a full part on its way. */
  add(buffer: PartBuffer): void {
    this.#count += 1
    this.#bytes += buffer.size
    this.#inFlight.add({ number: this.#count, buffer })
  }

  /** Waits for what is on its way. @returns what is to be kept of the upload */
  async settle(): Promise<MultipartState> {
    const sent = await this.#inFlight.settle()
    return this.#stateOf(sent)
  }

  /** All parts, for a later writer of this process; undefined where only the chain names the first of them. */
  async knownParts(): Promise<readonly ObjectPart[] | undefined> {
    const sent = await this.#inFlight.settle()
    return this.#earlier.parts && [...this.#earlier.parts, ...sent]
  }

  /**
   * Makes the parts, and `tail` behind them, one object. It names every part by its ETag, so that bytes of others cannot slip in.
   * @throws DriverError `CONFLICT` when a part is not this writer's any more, or the upload is over
   */
  async complete(tail: PartBuffer, signal: AbortSignal | undefined): Promise<void> {
    const { store, path, isPrivate } = this.#options
    const sent = await this.#inFlight.settle()
    await store.request(path, signal, async (client) => {
      if (await this.turnedOutCompleted(signal)) return
      const last = tail.size === 0 ? [] : [await this.#sendLast(tail, signal)]
      const parts = [...(await this.#earlierParts(client, signal)), ...sent, ...last]
      this.#attempted = parts
      const isDone = await client.completeUpload(this.key, this.#id as string, parts, { signal })
      if (isDone) this.#attempted = undefined
      else if (!(await wasCompleted(client, this.key, parts, isPrivate, signal))) throw this.#isOver()
    })
  }

  /** Whether a completion that seemed to fail has taken effect after all: its answer may have been lost. One request, after a failure only. */
  async turnedOutCompleted(signal: AbortSignal | undefined): Promise<boolean> {
    const { store, path, isPrivate } = this.#options
    const parts = this.#attempted
    if (parts === undefined) return false
    return store.request(path, signal, (client) => wasCompleted(client, this.key, parts, isPrivate, signal))
  }

  /** Drops the parts. */
  async abort(signal: AbortSignal | undefined): Promise<void> {
    await this.leave(true)
    const id = this.#id
    if (id === undefined) return
    await this.#options.store.request(this.#options.path, signal, (client) =>
      abortUpload(client, this.key, id, { signal }),
    )
  }

  /** Gives the memory back. The parts stay. */
  async leave(isAborted = false): Promise<void> {
    if (isAborted) this.#ending.abort()
    await this.#inFlight.drop()
  }

  #stateOf(sent: readonly ObjectPart[]): MultipartState {
    const { count, bytes, chain } = this.#earlier
    return {
      key: this.key,
      id: this.#id as string,
      chunkSizeBytes: this.sizes.chunkSizeBytes,
      equalParts: this.sizes.equalParts,
      parts: count + sent.length,
      bytes: sent.reduce((sum, part) => sum + part.size, bytes),
      chain: chainOf(chain, sent),
    }
  }

  async #send({ number, buffer }: SendingPart): Promise<ObjectPart> {
    const { store, path } = this.#options
    const { signal } = this.#ending
    return store.request(path, signal, async (client) => {
      const id = await this.#begin(client)
      const sending = client.uploadPart(this.key, id, number, buffer.content(), { signal })
      // Both need the bytes, so both must have ended before these may go.
      const [sent, noted] = await Promise.allSettled([sending, number === 1 ? this.#note(buffer) : undefined])
      if (sent.status === 'rejected') throw sent.reason
      if (noted.status === 'rejected') throw noted.reason
      if (sent.value === undefined) throw this.#isOver()
      return sent.value
    })
  }

  /** The last part may be short. Its bytes stay in memory: should the commit fail, the writer goes on with them. */
  async #sendLast(tail: PartBuffer, signal: AbortSignal | undefined): Promise<ObjectPart> {
    const { store } = this.#options
    const part = await store.client.uploadPart(this.key, this.#id as string, this.#count + 1, tail.content(), {
      signal,
    })
    if (part === undefined) throw this.#isOver()
    return part
  }

  async #begin(client: ObjectStoreClient): Promise<string> {
    if (this.#id !== undefined) return this.#id
    const { store, path } = this.#options
    const exclusive = this.key !== store.keys.of(path)
    this.#beginning ??= client.createUpload(this.key, { signal: this.#ending.signal, exclusive })
    try {
      this.#id = await this.#beginning
      return this.#id
    } catch (error) {
      this.#beginning = undefined
      throw error
    }
  }

  async #note(first: PartBuffer): Promise<void> {
    if (this.#isNoted) return
    await this.#options.note?.(this.#stateOf([]), first)
    this.#isNoted = true
  }

  async #earlierParts(client: ObjectStoreClient, signal: AbortSignal | undefined): Promise<readonly ObjectPart[]> {
    const { count, chain, parts } = this.#earlier
    if (parts !== undefined || count === 0) return parts ?? []
    const listed = await listAllParts(client, this.key, this.#id as string, { signal })
    if (listed === undefined) throw this.#isOver()
    const earlier = listed.slice(0, count)
    if (earlier.at(-1)?.number !== count || chainOf('', earlier) !== chain)
      throw this.#conflict('another writer has replaced parts of the upload')
    return earlier
  }

  #isOver(): DriverError {
    return this.#conflict('the upload was completed or aborted by another writer')
  }

  #conflict(message: string): DriverError {
    const { store, path } = this.#options
    return new DriverError({ code: 'CONFLICT', driver: store.name, path, message })
  }
}
