import { constants } from 'node:fs'
import type { Readable } from 'node:stream'
import {
  type CommitOptions,
  DriverError,
  type FileWriter,
  type OperationOptions,
  type StoragePath,
  type WriteFromOptions,
} from '@moorage/driver-core'
import { aborted, throwIfAborted, untilAborted } from '@moorage/driver-core/kit'
import { closeQuietly, writeFully } from './descriptors.ts'
import { driverName, toDriverError } from './error-mapping.ts'
import type { FileCalls } from './file-calls.ts'
import { FileReader } from './file-reader.ts'
import { GatheringWriter } from './gathering-writer.ts'
import type { WriterStart } from './writer-end.ts'

/** Writes a file that was opened; what becomes of the bytes is its `WriterEnd`'s business. */
export class FilesystemWriter implements FileWriter {
  readonly path: StoragePath
  readonly #calls: FileCalls
  readonly #start: WriterStart
  readonly #onEnd: () => void
  #size: number
  #version: string
  #state: FileWriter['state'] = 'open'
  #last: Promise<unknown> = Promise.resolve()
  #writing: Promise<void> = Promise.resolve()
  #superseded = false

  /** @param onEnd called once, when the file is closed */
  constructor(calls: FileCalls, path: StoragePath, start: WriterStart, onEnd: () => void) {
    this.#calls = calls
    this.path = path
    this.#start = start
    this.#size = start.size
    this.#version = start.version
    this.#onEnd = onEnd
  }

  get size(): number {
    return this.#size
  }

  /** A note would be a file of its own: the caller may write that better itself. */
  get note(): undefined {
    return undefined
  }

  get version(): string {
    return this.#version
  }

  get state(): FileWriter['state'] {
    return this.#state
  }

  write(chunk: Uint8Array): Promise<void> {
    return this.#inTurn(() => this.#write([chunk]))
  }

  writeFrom(source: AsyncIterable<Uint8Array>, options: WriteFromOptions = {}): Promise<number> {
    return this.#inTurn(async () => {
      const before = this.#size
      const { signal, release } = options
      const gathering = new GatheringWriter(async (chunks) => {
        await this.#write(chunks)
        if (release !== undefined) for (const chunk of chunks) release(chunk)
      })
      try {
        for await (const chunk of untilAborted(source, signal)) await gathering.add(chunk)
      } catch (error) {
        await gathering.finish()
        throw signal?.aborted === true ? aborted(driverName, this.path, signal) : error
      }
      await gathering.finish()
      return this.#size - before
    })
  }

  readWritten(): Promise<Readable> {
    return this.#inTurn(async () => {
      const descriptor = await this.#openWritten()
      const range = { start: 0, end: this.#size }
      return new FileReader({ calls: this.#calls, descriptor, path: this.path, range, onEnd: () => undefined })
    })
  }

  commit(options: CommitOptions = {}): Promise<void> {
    return this.#end('committed', options)
  }

  cancel(options: OperationOptions = {}): Promise<void> {
    return this.#end('cancelled', options)
  }

  async close(): Promise<undefined> {
    await this.#last.catch(() => undefined)
    if (this.#state === 'open') await this.#end('closed', {})
  }

  async #openWritten(): Promise<number> {
    try {
      return await this.#calls.open(this.#start.file, constants.O_RDONLY | constants.O_NOFOLLOW)
    } catch (error) {
      // Another process has taken the file over, or away.
      throw toDriverError(error, this.path, 'read')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Takes the file away from this writer, for another one; resolves when the write that runs is done. */
  async supersede(): Promise<void> {
    if (this.#superseded) return
    this.#superseded = true
    await this.#writing.catch(() => undefined)
    if (this.#state === 'open') await this.#start.end.leave()
  }

  /** The file stays open when the end fails, so that the caller may try again, or cancel, or close. */
  #end(state: 'committed' | 'cancelled' | 'closed', options: CommitOptions): Promise<void> {
    return this.#inTurn(async () => {
      throwIfAborted(driverName, this.path, options.signal)
      const { descriptor, end } = this.#start
      try {
        if (state === 'committed') {
          this.#assertCurrent()
          await end.commit(descriptor, options.durable ?? true, options.destination ?? this.path)
        } else if (this.#superseded) {
          // The bytes are the other writer's to keep or drop.
        } else if (state === 'cancelled') await end.cancel(descriptor)
        else await end.close(descriptor)
      } catch (error) {
        // What close could not keep is not worth a handle that nobody would give back.
        if (state === 'closed') await this.#release(state)
        throw toDriverError(error, this.path, 'write')
      }
      await this.#release(state)
    })
  }

  async #release(state: 'committed' | 'cancelled' | 'closed'): Promise<void> {
    this.#state = state
    this.#version = await this.#calls.version(this.#start.descriptor)
    this.#onEnd()
    await closeQuietly(this.#calls, this.#start.descriptor, this.#size)
  }

  async #write(chunks: readonly Uint8Array[]): Promise<void> {
    this.#assertCurrent()
    try {
      this.#writing = writeFully(this.#calls, this.#start.descriptor, chunks, this.#size, (bytes) => {
        this.#size += bytes
      })
      await this.#writing
    } catch (error) {
      throw toDriverError(error, this.path, 'write')
    }
  }

  #assertCurrent(): void {
    if (!this.#superseded) return
    const message = 'another writer took over, or the file was moved'
    throw new DriverError({ code: 'CONFLICT', driver: driverName, path: this.path, message })
  }

  /** One after the other, in the order of the calls. */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(() => {
      if (this.#state !== 'open') {
        const message = `the writer is ${this.#state}`
        throw new DriverError({ code: 'CLOSED', driver: driverName, path: this.path, message })
      }
      return task()
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
