import type { DriverError } from '../../driver-error.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { PartBuffer } from '../memory/part-buffer.ts'
import type { ObjectContent } from '../object-store-client.ts'
import type { ObjectStore } from '../object-store.ts'
import { ObjectReader } from '../reading/object-reader.ts'
import { keyOfState, stateKeyOf } from './state-key.ts'
import { mostHeaderBytes, readHeader, type UploadState, writeHeader } from './upload-state.ts'

const lineFeed = 0x0a

/** Where the states of unfinished uploads lie: beside the object that they are to become. */
export class UploadStates {
  readonly #store: ObjectStore

  constructor(store: ObjectStore) {
    this.#store = store
  }

  /** One request. */
  async write(
    path: StoragePath,
    state: UploadState,
    tail: ObjectContent,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const key = this.keyOf(path)
    await this.#store.request(path, signal, (client) => client.put(key, [writeHeader(state), ...tail], { signal }))
  }

  /** Without the tail: one small request. Undefined when there is none, null when it is none that can be read. */
  async readHeader(path: StoragePath, signal: AbortSignal | undefined): Promise<UploadState | undefined | null> {
    const key = this.keyOf(path)
    return this.#store.request(path, signal, async (client) => {
      const answer = await client.get(key, { length: mostHeaderBytes, signal })
      if (answer === undefined) return undefined
      const chunks: Uint8Array[] = []
      for await (const chunk of answer.body) chunks.push(chunk as Uint8Array)
      return readHeader(Buffer.concat(chunks))?.state ?? null
    })
  }

  /** One request. `tail` is made when its size is known, and filled; undefined when there is no state. */
  async read(
    path: StoragePath,
    tailOf: (state: UploadState) => PartBuffer,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly state: UploadState; readonly tail: PartBuffer } | undefined> {
    const key = this.keyOf(path)
    const body = await this.#store.request(path, signal, (client) => client.get(key, { signal }))
    if (body === undefined) return undefined
    const length = body.head.size
    const reader = new ObjectReader({ store: this.#store, path, key, body, offset: 0, length, signal })
    let beginning: Uint8Array = new Uint8Array(0)
    let read: { readonly state: UploadState; readonly tail: PartBuffer } | undefined
    try {
      for await (const chunk of reader as AsyncIterable<Uint8Array>) {
        if (read !== undefined) {
          await read.tail.append(chunk, signal)
          continue
        }
        beginning = Buffer.concat([beginning, chunk])
        if (!beginning.includes(lineFeed) && beginning.length < mostHeaderBytes) continue
        const header = this.#parse(path, beginning)
        if (header.length + header.state.tailBytes !== length) throw this.broken(path)
        read = { state: header.state, tail: tailOf(header.state) }
        await read.tail.append(beginning.subarray(header.length), signal)
      }
      if (read === undefined) throw this.broken(path)
      return read
    } catch (error) {
      read?.tail.giveBack()
      throw error
    }
  }

  keyOf(path: StoragePath): string {
    return stateKeyOf(this.#store.keys.of(path))
  }

  /** The path whose state a key is; undefined for a key of something else. */
  pathOf(key: string): StoragePath | undefined {
    const fileKey = keyOfState(key)
    return fileKey === undefined ? undefined : this.#store.keys.pathOf(fileKey)
  }

  #parse(path: StoragePath, bytes: Uint8Array): { readonly state: UploadState; readonly length: number } {
    const header = readHeader(bytes)
    if (header === undefined) throw this.broken(path)
    return header
  }

  /** The error for a state that cannot be read. */
  broken(path: StoragePath): DriverError {
    const reason = 'the state of the unfinished upload is not one that this version can read'
    return this.#store.errorAt(path, undefined, new Error(reason))
  }
}
