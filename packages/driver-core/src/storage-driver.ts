import type { Readable } from 'node:stream'
import type { DriverCapabilities } from './driver-capabilities.ts'
import type { FileWriter } from './file-writer.ts'
import type { OperationOptions } from './operation-options.ts'
import type { StorageEntry } from './storage-entry.ts'
import type { StoragePath } from './storage-path.ts'

export interface ReadOptions extends OperationOptions {
  /** First byte to read, from 0. Default 0. At or behind the end of the file the stream is empty; a negative one is `INVALID_OFFSET`. */
  readonly offset?: number | undefined
  /** Most bytes to read. Default: to the end. */
  readonly length?: number | undefined
  /** Where the reader may take its buffers from. Default: it makes its own. */
  readonly buffers?: BufferPool | undefined
}

export interface StatOptions extends OperationOptions {
  /** `file`: only a file counts, so that an object store need not look for a directory of that name. A hint, not a filter. */
  readonly as?: 'file' | undefined
}

/** A buffer lent to a reader; whoever took what the reader gave gives it back. */
export interface BufferPool {
  /** A buffer of at most `size` bytes. */
  take(size: number): Uint8Array
}

/**
 * What must survive a power cut once a call resolves:
 * - `true`: the content and its name;
 * - `'content'`: the content; its name does once `flush` has been called for it, so that several changes share one flush;
 * - `false`: neither, for notes whose loss costs work, never data.
 */
export type Durability = boolean | 'content'

export interface PutOptions extends OperationOptions {
  /** Default true. */
  readonly durable?: Durability | undefined
}

export interface DeleteOptions extends OperationOptions {
  /**
   * `file`: there can be nothing but a file, so that an object store need not look for a directory of that name, nor whether the file was there.
   * `directory`: there can be nothing but a directory, so that a disk need not try to delete a file first.
   * A hint, not a filter.
   */
  readonly as?: 'file' | 'directory' | undefined
  /** Whether what was deleted must stay so after a power cut. Default true; false is for what would only be deleted again. */
  readonly durable?: boolean | undefined
}

export interface MoveOptions extends OperationOptions {
  /** Default true. The bytes of a committed file are durable already; `'content'` leaves its new name to `flush`. */
  readonly durable?: true | 'content' | undefined
}

export interface WriterOptions extends OperationOptions {
  /** Continue what an earlier writer left at this path; nothing there is a fresh start. Default false: start anew, dropping what was left. */
  readonly append?: boolean | undefined
  /** What the earlier writer's `close` returned. A token that does not fit is ignored, not an error. */
  readonly resumeToken?: string | undefined
  /**
   * Default true: one series of bytes per path, which `close` keeps.
   * False: a writer of its own, whatever other writers do on the same path at the same time; only `commit` keeps its bytes.
   */
  readonly resumable?: boolean | undefined
  /**
   * Bytes that the caller knows to be there for `append`. A hint: 0 spares a store the search for what another program may have left.
   * Default: not known.
   */
  readonly knownSize?: number | undefined
  /** Bytes the file will have, where known: lets a store choose its way of uploading. A hint, not a limit. */
  readonly expectedSize?: number | undefined
}

export interface WrittenSizeOptions extends OperationOptions {
  /** What the earlier writer's `close` returned. */
  readonly resumeToken?: string | undefined
}

export interface ListOptions extends OperationOptions {
  /** Only entries that come after this path in component order (`comparePaths`). It need not exist. */
  readonly startAfter?: StoragePath | undefined
}

export interface WalkOptions extends ListOptions {
  /** Asked for each directory before what is below it; false leaves it out. Default: descend into all. */
  readonly descend?: ((directory: StoragePath) => boolean) | undefined
}

export interface RedirectOptions extends OperationOptions {
  /** The URL is valid for this method only. */
  readonly method: 'GET' | 'HEAD'
  /** Default 1200. */
  readonly expiresInSeconds?: number | undefined
}

/**
 * A store of files. All paths are absolute (`StoragePath`); every failure is a `DriverError`.
 * Methods may be called concurrently; writers of different paths do not affect one another.
 */
export interface StorageDriver extends AsyncDisposable {
  /** Such as `filesystem`; it stands at the head of every error message. */
  readonly name: string
  readonly capabilities: DriverCapabilities
  /** The whole file, for small ones. */
  getContent(path: StoragePath, options?: OperationOptions): Promise<Uint8Array>
  /** Replaces the file in one step: a reader sees the old bytes or the new ones, never a mixture. */
  putContent(path: StoragePath, content: Uint8Array, options?: PutOptions): Promise<void>
  /** Rejects before any byte when the file is missing. Destroying the stream ends the transfer. */
  createReader(path: StoragePath, options?: ReadOptions): Promise<Readable>
  /** Nothing that is written shows at `path` before `commit`, except where `append` continues a committed file of an `any-offset` store. */
  createWriter(path: StoragePath, options?: WriterOptions): Promise<FileWriter>
  /** Bytes that a writer opened with `append` would continue; 0 where there is nothing. It disturbs no writer that is at work. */
  writtenSize(path: StoragePath, options?: WrittenSizeOptions): Promise<number>
  /** Makes the names of files durable that were put, committed or moved with `durable: 'content'`. */
  flush(paths: readonly StoragePath[]): Promise<void>
  stat(path: StoragePath, options?: StatOptions): Promise<StorageEntry>
  /** Direct children, in order of their names' bytes. A missing directory is `PATH_NOT_FOUND`; the root always exists. */
  list(path: StoragePath, options?: ListOptions): AsyncIterable<StorageEntry>
  /** Everything below `path`, a directory before what it holds, in component order. A missing directory is `PATH_NOT_FOUND`. */
  walk(path: StoragePath, options?: WalkOptions): AsyncIterable<StorageEntry>
  /** Moves a file, replacing the destination. A missing source is `PATH_NOT_FOUND` and leaves the destination as it was. */
  move(source: StoragePath, destination: StoragePath, options?: MoveOptions): Promise<void>
  /** Deletes a file, or a directory with all below it, unfinished writers included. Nothing there is `PATH_NOT_FOUND`, where the store tells. */
  delete(path: StoragePath, options?: DeleteOptions): Promise<void>
  /** A URL at which a client fetches the file without the registry; undefined where the store has none. */
  redirectUrl(path: StoragePath, options: RedirectOptions): Promise<URL | undefined>
}
