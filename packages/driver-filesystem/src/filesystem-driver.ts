import type { Readable } from 'node:stream'
import { constants } from 'node:fs'
import { stat } from 'node:fs/promises'
import {
  type DeleteOptions,
  type DriverCapabilities,
  type DriverContext,
  type FileWriter,
  type ListOptions,
  type MoveOptions,
  type OperationOptions,
  parentPath,
  pathNotFound,
  type PutOptions,
  type ReadOptions,
  type StorageDriver,
  type StorageEntry,
  type StoragePath,
  type WalkOptions,
  type WriterOptions,
} from '@moorage/driver-core'
import { assertReadOptions, readRange, walkByListing } from '@moorage/driver-core/kit'
import { AtomicFiles } from './atomic-files.ts'
import { closeQuietly, readFully } from './descriptors.ts'
import { CurrentWriters } from './current-writers.ts'
import { Directories } from './directories.ts'
import { DirectoryNames } from './directory-names.ts'
import { driverName, errorCode, type Intent, isMissing, toDriverError } from './error-mapping.ts'
import { FileReader } from './file-reader.ts'
import { FilesystemWriter } from './filesystem-writer.ts'
import { Gate } from './gate.ts'
import { sweepLeftOvers } from './left-overs.ts'
import { LinkLoops } from './link-loops.ts'
import { type LinkObserver, listDirectory, noFile, toEntry } from './listing.ts'
import type { FilesystemOptions } from './options.ts'
import { PartialWriters } from './partial-writer.ts'
import { deleteUnfinished, unlinkIfPresent } from './unfinished-files.ts'
import { Root } from './root.ts'
import { openTemporary } from './temporary-writer.ts'

/** What was there to be deleted. */
type Deleted = 'file' | 'directory' | undefined

/** How long a reader or writer waits for another one to end when `maxopenfiles` are open. */
const openPatienceMs = 5000

/** Without O_NONBLOCK, a named pipe in the folder would hold up a thread for good. */
const readFlags = constants.O_RDONLY | constants.O_NONBLOCK

/** A file at storage path P is the file `<rootdirectory>P`, exactly as the Go registry's filesystem driver has it. */
export class FilesystemDriver implements StorageDriver {
  readonly name: string = driverName
  readonly capabilities: DriverCapabilities = {
    redirect: false,
    move: 'atomic',
    append: 'any-offset',
    listing: 'strong',
  }
  readonly #root: Root
  readonly #directories: Directories
  readonly #names: DirectoryNames
  readonly #files: AtomicFiles
  readonly #partials: PartialWriters
  readonly #writers = new CurrentWriters()
  readonly #operations: Gate
  readonly #openFiles: Gate
  readonly #ending = new AbortController()
  readonly #sweeping: Promise<void>

  private constructor(root: Root, options: FilesystemOptions, context: DriverContext) {
    this.#root = root
    this.#directories = new Directories(root, options.sync)
    this.#names = new DirectoryNames(root)
    this.#files = new AtomicFiles(root, this.#directories, options.sync)
    this.#partials = new PartialWriters(root, this.#directories, this.#files)
    this.#operations = new Gate({ limit: options.maxthreads, resource: 'operations' })
    this.#openFiles = new Gate({ limit: options.maxopenfiles, patienceMs: openPatienceMs, resource: 'open files' })
    this.#sweeping = sweepLeftOvers(root.temporary, this.#ending.signal, context.warn ?? (() => undefined))
  }

  /** @throws DriverError `CONFIG_INVALID` when the folder cannot be made or written to */
  static async open(options: FilesystemOptions, context: DriverContext = {}): Promise<FilesystemDriver> {
    return new FilesystemDriver(await Root.open(options.rootdirectory), options, context)
  }

  getContent(path: StoragePath, options: OperationOptions = {}): Promise<Uint8Array> {
    return this.#operate(path, 'read', options, async () => {
      const { descriptor, size } = await this.#openForReading(path)
      try {
        const content = Buffer.allocUnsafe(size)
        const length = await readFully(this.#root.calls, descriptor, content, 0)
        return content.subarray(0, length)
      } finally {
        await closeQuietly(this.#root.calls, descriptor)
      }
    })
  }

  putContent(path: StoragePath, content: Uint8Array, options: PutOptions = {}): Promise<void> {
    return this.#operate(path, 'write', options, () => this.#files.put(path, content, options.durable ?? true))
  }

  async createReader(path: StoragePath, options: ReadOptions = {}): Promise<Readable> {
    assertReadOptions(driverName, path, options)
    return this.#holdOpenFile(path, options, (release) =>
      this.#operate(path, 'read', options, async () => {
        const { descriptor, size } = await this.#openForReading(path)
        const range = readRange(size, options)
        return new FileReader({
          calls: this.#root.calls,
          descriptor,
          path,
          range,
          signal: options.signal,
          buffers: options.buffers,
          onEnd: release,
        })
      }),
    )
  }

  async createWriter(path: StoragePath, options: WriterOptions = {}): Promise<FileWriter> {
    const { append = false, resumable = true } = options
    return this.#holdOpenFile(path, options, (release) =>
      this.#operate(path, 'write', options, async () => {
        if (!resumable) return new FilesystemWriter(this.#root.calls, path, await openTemporary(this.#files), release)
        return this.#writers.open(path, async (forget) => {
          const start = await (append ? this.#partials.continue(path) : this.#partials.start(path))
          const onEnd = (): void => {
            forget()
            release()
          }
          return new FilesystemWriter(this.#root.calls, path, start, onEnd)
        })
      }),
    )
  }

  writtenSize(path: StoragePath, options: OperationOptions = {}): Promise<number> {
    return this.#operate(path, 'read', options, () => this.#partials.size(path))
  }

  async flush(paths: readonly StoragePath[]): Promise<void> {
    const directories = new Set(paths.map(parentPath))
    await Promise.all(
      [...directories].map(async (directory) => {
        try {
          await this.#files.flushDirectory(directory)
        } catch (error) {
          throw toDriverError(error, directory, 'write')
        }
      }),
    )
  }

  stat(path: StoragePath, options: OperationOptions = {}): Promise<StorageEntry> {
    return this.#operate(path, 'read', options, async () => {
      const file = this.#root.locate(path)
      let stats = await this.#root.calls.look(file)
      if (stats === undefined) throw pathNotFound(driverName, path)
      // Checked when the file is known to be there: what is asked for most is missing.
      await this.#root.assertDirectoryInside(stats.isSymbolicLink() ? path : parentPath(path))
      if (stats.isSymbolicLink()) stats = await stat(file)
      const entry = toEntry(path, stats)
      if (entry === undefined) throw noFile(path)
      return entry
    })
  }

  list(path: StoragePath, options: ListOptions = {}): AsyncGenerator<StorageEntry, void, void> {
    return this.#list(path, options)
  }

  walk(path: StoragePath, options: WalkOptions = {}): AsyncGenerator<StorageEntry, void, void> {
    const { descend = () => true } = options
    const loops = new LinkLoops((directory) => this.#root.locate(directory))
    const onLink: LinkObserver = (link, real) => loops.add(link, real)
    return walkByListing((directory, listOptions) => this.#list(directory, listOptions, onLink), path, {
      ...options,
      descend: (directory) => !loops.isLoop(directory) && descend(directory),
    })
  }

  move(source: StoragePath, destination: StoragePath, options: MoveOptions = {}): Promise<void> {
    return this.#operate(destination, 'write', options, async () => {
      const file = this.#root.locate(source)
      await this.#assertFile(source)
      await this.#root.assertDirectoryInside(parentPath(source))
      try {
        await this.#files.install(file, destination, options.durable ?? true)
      } catch (error) {
        // Another one moved or deleted the file meanwhile.
        throw errorCode(error) === 'ENOENT' ? pathNotFound(driverName, source, error) : error
      }
    })
  }

  delete(path: StoragePath, options: DeleteOptions = {}): Promise<void> {
    return this.#operate(path, 'write', options, async () => {
      const file = this.#root.locate(path)
      await this.#root.assertDirectoryInside(parentPath(path))
      const deleted = await (options.as === 'directory' ? this.#deleteDirectory(file) : this.#deleteAny(file))
      // Where a directory was, nobody could finish a file.
      const deletedUnfinished = deleted !== 'directory' && (await deleteUnfinished(this.#root.calls, file))
      if (deleted === undefined && !deletedUnfinished) throw pathNotFound(driverName, path)
      this.#directories.forget(path)
      if (options.durable ?? true) await this.#files.flushDirectory(parentPath(path))
    })
  }

  async redirectUrl(): Promise<undefined> {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await this.#sweeping
  }

  async *#list(
    path: StoragePath,
    options?: ListOptions,
    onLink?: LinkObserver,
  ): AsyncGenerator<StorageEntry, void, void> {
    try {
      yield* listDirectory(this.#root, this.#names, this.#operations, path, options, onLink)
    } catch (error) {
      throw toDriverError(error, path, 'read')
    }
  }

  async #openForReading(path: StoragePath): Promise<{ descriptor: number; size: number }> {
    const descriptor = await this.#root.calls.open(this.#root.locate(path), readFlags)
    try {
      await this.#root.assertDescriptorInside(descriptor, path)
      const stats = await this.#root.calls.statDescriptor(descriptor)
      if (!stats.isFile()) throw noFile(path)
      return { descriptor, size: stats.size }
    } catch (error) {
      await closeQuietly(this.#root.calls, descriptor)
      throw error
    }
  }

  async #assertFile(path: StoragePath): Promise<void> {
    try {
      const stats = await this.#root.calls.look(this.#root.locate(path))
      if (stats === undefined) throw pathNotFound(driverName, path)
      if (stats.isDirectory()) throw noFile(path)
    } catch (error) {
      throw toDriverError(error, path, 'read')
    }
  }

  async #deleteAny(file: string): Promise<Deleted> {
    try {
      return (await unlinkIfPresent(this.#root.calls, file)) ? 'file' : undefined
    } catch (error) {
      // Linux answers EISDIR for a directory, others EPERM.
      const code = errorCode(error)
      if (code !== 'EISDIR' && code !== 'EPERM') throw error
    }
    return this.#deleteDirectory(file)
  }

  /** A directory goes away in one step, so that nobody finds it half deleted. */
  async #deleteDirectory(file: string): Promise<Deleted> {
    let temporary: string
    try {
      temporary = await this.#files.takeAway(file)
    } catch (error) {
      if (isMissing(error)) return undefined
      if (errorCode(error) !== 'EXDEV' && errorCode(error) !== 'EBUSY') throw error
      await this.#root.calls.removeAll(file)
      return 'directory'
    }
    await this.#root.calls.removeAll(temporary)
    return 'directory'
  }

  async #operate<Result>(
    path: StoragePath,
    intent: Intent,
    options: OperationOptions,
    task: () => Promise<Result>,
  ): Promise<Result> {
    const wait = this.#operations.enter(path, options.signal)
    if (wait !== undefined) await wait
    try {
      return await task()
    } catch (error) {
      throw toDriverError(error, path, intent)
    } finally {
      this.#operations.leave()
    }
  }

  /** Counts a reader or writer as open until it calls `release`, or until opening it fails. */
  async #holdOpenFile<Result>(
    path: StoragePath,
    options: OperationOptions,
    open: (release: () => void) => Promise<Result>,
  ): Promise<Result> {
    await this.#openFiles.enter(path, options.signal)
    try {
      return await open(() => this.#openFiles.leave())
    } catch (error) {
      this.#openFiles.leave()
      throw error
    }
  }
}
