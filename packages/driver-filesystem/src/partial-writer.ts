import { constants, type Dirent } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { DriverError, type Durability, parentPath, type StoragePath } from '@moorage/driver-core'
import { type AtomicFiles, createFlags } from './atomic-files.ts'
import { closeQuietly, truncateFile } from './descriptors.ts'
import type { Directories } from './directories.ts'
import { driverName, isMissing } from './error-mapping.ts'
import type { FileCalls } from './file-calls.ts'
import type { Root } from './root.ts'
import {
  claimName,
  copyName,
  deleteUnfinished,
  type FoundFiles,
  findFiles,
  partialName,
  renameIfPresent,
  unlinkIfPresent,
} from './unfinished-files.ts'
import type { WriterEnd, WriterStart } from './writer-end.ts'

const mostFlushed = 10_000

/** Opens the unfinished bytes of a path, which every writer but a committed or cancelled one keeps. */
export class PartialWriters {
  readonly #root: Root
  readonly #directories: Directories
  readonly #files: AtomicFiles
  readonly #calls: FileCalls
  /** What this process has flushed of each path last: the bytes of a closing request were flushed by the one before. */
  readonly #flushed = new Map<StoragePath, string>()

  constructor(root: Root, directories: Directories, files: AtomicFiles) {
    this.#root = root
    this.#directories = directories
    this.#files = files
    this.#calls = root.calls
  }

  /** Bytes that `continue` would go on from. */
  async size(path: StoragePath): Promise<number> {
    const file = this.#root.locate(path)
    await this.#root.assertDirectoryInside(parentPath(path))
    const size = (await sizeOf(this.#calls, partialName(file))) ?? (await sizeOf(this.#calls, file))
    if (size !== undefined) return size
    const { claimed } = await findFiles(this.#calls, file)
    return (await longest(this.#calls, claimed))?.size ?? 0
  }

  /** Starts anew, without what earlier writers left. */
  async start(path: StoragePath): Promise<WriterStart> {
    const isNew = await this.#directories.ensure(parentPath(path))
    if (!isNew) await deleteUnfinished(this.#calls, this.#root.locate(path))
    return this.#create(path)
  }

  /** Continues what an earlier writer left, or the committed file, or starts anew. */
  async continue(path: StoragePath): Promise<WriterStart> {
    const file = this.#root.locate(path)
    if (await this.#directories.ensure(parentPath(path))) return this.#create(path)
    for (;;) {
      const found = await findFiles(this.#calls, file)
      const claim = claimName(file)
      if (found.hasPartial) {
        if (await renameIfPresent(this.#calls, partialName(file), claim))
          return this.#open(path, claim, partialName(file))
      } else if (found.committed !== undefined) {
        assertWritable(path, found.committed)
        if (await renameIfPresent(this.#calls, file, claim)) return this.#open(path, claim, file)
      } else {
        const claimed = await longest(this.#calls, found.claimed)
        if (claimed === undefined) return this.#create(path)
        if (await takeOver(this.#calls, claimed.name, claim, copyName(file))) {
          await this.#dropOlder(found, claimed.name)
          return this.#open(path, claim, partialName(file))
        }
      }
      // Another writer was faster: its bytes have another name by now.
    }
  }

  /** What processes left that died while they took over: it would come to light again when the bytes that went on from it are gone. */
  async #dropOlder({ claimed, copies }: FoundFiles, taken: string): Promise<void> {
    for (const file of [...claimed, ...copies]) if (file !== taken) await unlinkIfPresent(this.#calls, file)
  }

  async #create(path: StoragePath): Promise<WriterStart> {
    const file = this.#root.locate(path)
    const claim = claimName(file)
    const descriptor = await this.#files.withDirectory(parentPath(path), () =>
      this.#calls.create(claim, createFlags, 0o666),
    )
    const version = await this.#calls.version(descriptor)
    return { descriptor, file: claim, version, size: 0, end: this.#endOf(path, claim, partialName(file), 0) }
  }

  /** @param home where the bytes lie while no writer is at work on them */
  async #open(path: StoragePath, claim: string, home: string): Promise<WriterStart> {
    const descriptor = await this.#calls.openRenamed(
      claim,
      constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    )
    try {
      const { size } = await this.#calls.statDescriptor(descriptor)
      return {
        descriptor,
        file: claim,
        version: await this.#calls.version(descriptor),
        size,
        end: this.#endOf(path, claim, home, size),
      }
    } catch (error) {
      await closeQuietly(this.#calls, descriptor)
      throw error
    }
  }

  #endOf(path: StoragePath, claim: string, home: string, sizeBefore: number): WriterEnd {
    const wasCommitted = home === this.#root.locate(path)
    const giveBack = async (): Promise<void> => {
      await renameIfPresent(this.#calls, claim, home)
    }
    return {
      commit: async (descriptor: number, durable: Durability, destination: StoragePath): Promise<void> => {
        await this.#flush(path, descriptor)
        await this.#assertPresent(claim, path)
        await this.#files.install(claim, destination, durable)
        if (destination !== path) this.#flushed.delete(path)
      },
      cancel: async (descriptor: number): Promise<void> => {
        if (!wasCommitted) {
          await unlinkIfPresent(this.#calls, claim)
          return
        }
        await truncateFile(descriptor, sizeBefore)
        await giveBack()
      },
      close: async (descriptor: number): Promise<void> => {
        await this.#files.flush(descriptor)
        await giveBack()
        await this.#files.flushDirectory(parentPath(path))
      },
      leave: giveBack,
    }
  }

  /** Flushes what was written, unless it was flushed when these very bytes were kept. */
  async #flush(path: StoragePath, descriptor: number): Promise<void> {
    if (!this.#directories.flushesFiles) return
    const [version, { size }] = [await this.#calls.version(descriptor), await this.#calls.statDescriptor(descriptor)]
    const bytes = `${version}.${size}`
    if (this.#flushed.get(path) === bytes) return
    await this.#files.flush(descriptor)
    if (this.#flushed.size >= mostFlushed) this.#flushed.clear()
    this.#flushed.set(path, bytes)
  }

  /** Another writer may have taken the bytes over, or a delete removed them. */
  async #assertPresent(claim: string, path: StoragePath): Promise<void> {
    if ((await this.#calls.lookAtOpen(claim)) !== undefined) return
    const message = 'another writer took over, or the file was deleted'
    throw new DriverError({ code: 'CONFLICT', driver: driverName, path, message })
  }
}

/** Directories and links are not files to write to. */
function assertWritable(path: StoragePath, entry: Dirent): void {
  if (entry.isFile()) return
  throw entry.isSymbolicLink()
    ? new DriverError({
        code: 'ACCESS_DENIED',
        driver: driverName,
        path,
        message: 'a symbolic link is not written through',
      })
    : new DriverError({
        code: 'INVALID_PATH',
        driver: driverName,
        path,
        message: 'there is something else than a file',
      })
}

/**
 * Takes bytes over from a writer of another process, which may be dead or alive: that cannot be known.
 * One that is alive still holds its file, so the bytes are copied; it notices that its name is gone when it ends.
 */
async function takeOver(calls: FileCalls, claimed: string, claim: string, copy: string): Promise<boolean> {
  try {
    await copyFile(claimed, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  } catch (error) {
    await unlinkIfPresent(calls, copy)
    if (isMissing(error)) return false
    throw error
  }
  // Only a whole copy gets a name that is gone on from: this process, too, may die at any moment.
  if (!(await renameIfPresent(calls, copy, claim))) return false
  if (await unlinkIfPresent(calls, claimed)) return true
  await unlinkIfPresent(calls, claim)
  return false
}

/** A process that died while it took over may have left two; what was acknowledged is in the longer one. */
async function longest(
  calls: FileCalls,
  names: readonly string[],
): Promise<{ readonly name: string; readonly size: number } | undefined> {
  let found: { readonly name: string; readonly size: number } | undefined
  for (const name of names) {
    const size = await sizeOf(calls, name)
    if (size !== undefined && (found === undefined || size > found.size)) found = { name, size }
  }
  return found
}

async function sizeOf(calls: FileCalls, file: string): Promise<number | undefined> {
  const stats = await calls.look(file)
  return stats?.isFile() === true ? stats.size : undefined
}
