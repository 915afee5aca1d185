import type { Readable } from 'node:stream'
import type { OperationOptions } from './operation-options.ts'
import type { StoragePath } from './storage-path.ts'

export interface WriteFromOptions extends OperationOptions {
  /**
   * Called with a chunk of the source when its bytes are needed no more, so that its memory can be used for something else.
   * It need not be called for every chunk, nor by every driver: the others are left to the garbage collector.
   */
  readonly release?: ((chunk: Uint8Array) => void) | undefined
}

export interface CommitOptions extends OperationOptions {
  /** Default true. `'content'` leaves the name to `StorageDriver.flush`. */
  readonly durable?: true | 'content' | undefined
  /** Where the file is to be seen, in place of the writer's path, which is free then. Default: the writer's path. */
  readonly destination?: StoragePath | undefined
}

export interface CloseOptions extends OperationOptions {
  /**
   * A short text, at most 1,024 characters, that is kept in the same step as the bytes and belongs to them alone: the next writer finds it in
   * `note`. A store whose capability `notes` is not true drops it.
   */
  readonly note?: string | undefined
}

/**
 * Writes one file: `open` → (`closed` ⇄ opened again with `append`) → `committed` or `cancelled`.
 * Any use after that throws `CLOSED`, except that `close` and disposal may be repeated.
 * A writer whose bytes another one took over, or whose file was moved or deleted meanwhile, may answer `CONFLICT`.
 * Disposing closes: an exception loses no upload that could be resumed.
 */
export interface FileWriter extends AsyncDisposable {
  readonly path: StoragePath
  /** Bytes so far, those of earlier writers that this one continues included. */
  readonly size: number
  readonly state: 'open' | 'closed' | 'committed' | 'cancelled'
  /**
   * Names the bytes so far: what it says when one writer has ended, it says again when the next one is opened,
   * unless somebody else wrote in between. While the writer is open and after a write its value is of no use.
   */
  readonly version: string
  /** What the `close` that kept these very bytes was given; undefined for none, and as soon as more bytes are written. */
  readonly note: string | undefined
  /** Appends a chunk of any length. The chunk must not be changed until the promise settles. Resolves when the next one may come. */
  write(chunk: Uint8Array): Promise<void>
  /**
   * Appends all of `source`, reading no faster than the store takes it. A chunk belongs to the writer once it is yielded:
   * the source must not change it afterwards.
   * When `source` fails or `signal` aborts, what arrived so far stays written and the error is thrown on.
   * @returns the number of bytes appended
   */
  writeFrom(source: AsyncIterable<Uint8Array>, options?: WriteFromOptions): Promise<number>
  /** The bytes so far, from the first on; undefined where the store shows them to nobody before `commit`. Not while a write is under way. */
  readWritten(): Promise<Readable | undefined>
  /** Makes the file visible at its path, in one step that replaces what was there. It is durable when the promise resolves, if not asked otherwise. */
  commit(options?: CommitOptions): Promise<void>
  /** Drops everything written, that of earlier writers included. A file that was already visible at the path stays as it was. */
  cancel(options?: OperationOptions): Promise<void>
  /**
   * Keeps the bytes so that a later writer, in any process with the same store, may continue them. They are durable when the promise resolves.
   * A writer opened with `resumable: false` drops them instead.
   * @returns a resume token where it saves the next writer a look-up
   */
  close(options?: CloseOptions): Promise<string | undefined>
}
