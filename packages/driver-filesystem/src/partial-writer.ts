import { constants, type Stats } from 'node:fs'
import { copyFile, lstat, rename } from 'node:fs/promises'
import { DriverError, type Durability, parentPath, type StoragePath } from '@moorage/driver-core'
import { type AtomicFiles, createFlags } from './atomic-files.ts'
import { closeQuietly, openFile, statFile, truncateFile, versionOf } from './descriptors.ts'
import { driverName, isMissing } from './error-mapping.ts'
import type { Root } from './root.ts'
import {
  claimedFiles,
  claimName,
  copyName,
  deleteUnfinished,
  partialName,
  renameIfPresent,
  unlinkIfPresent,
} from './unfinished-files.ts'
import type { WriterEnd, WriterStart } from './writer-end.ts'

/** Opens the unfinished bytes of a path, which every writer but a committed or cancelled one keeps. */
export class PartialWriters {
  readonly #root: Root
  readonly #files: AtomicFiles

  constructor(root: Root, files: AtomicFiles) {
    this.#root = root
    this.#files = files
  }

  /** Bytes that `continue` would go on from. */
  async size(path: StoragePath): Promise<number> {
    const file = this.#root.locate(path)
    await this.#root.assertDirectoryInside(parentPath(path))
    const size = (await sizeOf(partialName(file))) ?? (await sizeOf(file))
    if (size !== undefined) return size
    return (await longestClaimed(file))?.size ?? 0
  }

  /** Starts anew, without what earlier writers left. */
  async start(path: StoragePath): Promise<WriterStart> {
    await this.#root.assertDirectoryInside(parentPath(path))
    await deleteUnfinished(this.#root.locate(path))
    return this.#create(path)
  }

  /** Continues what an earlier writer left, or the committed file, or starts anew. */
  async continue(path: StoragePath): Promise<WriterStart> {
    const file = this.#root.locate(path)
    await this.#root.assertDirectoryInside(parentPath(path))
    for (;;) {
      const claim = claimName(file)
      if (await renameIfPresent(partialName(file), claim)) return this.#open(path, claim, partialName(file))
      if (await claimCommitted(file, claim, path)) return this.#open(path, claim, file)
      const claimed = await longestClaimed(file)
      if (claimed === undefined) return this.#create(path)
      if (await takeOver(claimed.name, claim, copyName(file))) return this.#open(path, claim, partialName(file))
      // The other writer was faster: its bytes have their common name, or the file's own, by now.
    }
  }

  async #create(path: StoragePath): Promise<WriterStart> {
    const file = this.#root.locate(path)
    const claim = claimName(file)
    const descriptor = await this.#files.withDirectory(parentPath(path), () => openFile(claim, createFlags, 0o666))
    const version = versionOf(descriptor)
    return { descriptor, file: claim, version, size: 0, end: this.#endOf(path, claim, partialName(file), 0) }
  }

  /** @param home where the bytes lie while no writer is at work on them */
  async #open(path: StoragePath, claim: string, home: string): Promise<WriterStart> {
    const descriptor = await openFile(claim, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const { size } = await statFile(descriptor)
      return {
        descriptor,
        file: claim,
        version: versionOf(descriptor),
        size,
        end: this.#endOf(path, claim, home, size),
      }
    } catch (error) {
      closeQuietly(descriptor)
      throw error
    }
  }

  #endOf(path: StoragePath, claim: string, home: string, sizeBefore: number): WriterEnd {
    const wasCommitted = home === this.#root.locate(path)
    const giveBack = async (): Promise<void> => {
      await renameIfPresent(claim, home)
    }
    return {
      commit: async (descriptor: number, durable: Durability, destination: StoragePath): Promise<void> => {
        await this.#files.flush(descriptor)
        await assertPresent(claim, path)
        await this.#files.install(claim, destination, durable)
      },
      cancel: async (descriptor: number): Promise<void> => {
        if (!wasCommitted) {
          await unlinkIfPresent(claim)
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
}

/** Claims a committed file, which readers do not see until the writer ends. Directories and links are not files to write to. */
async function claimCommitted(file: string, claim: string, path: StoragePath): Promise<boolean> {
  try {
    const stats = await lstat(file)
    if (!stats.isFile()) throw notWritable(path, stats)
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
  return renameIfPresent(file, claim)
}

function notWritable(path: StoragePath, stats: Stats): DriverError {
  return stats.isSymbolicLink()
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
async function takeOver(claimed: string, claim: string, copy: string): Promise<boolean> {
  try {
    await copyFile(claimed, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  } catch (error) {
    await unlinkIfPresent(copy)
    if (isMissing(error)) return false
    throw error
  }
  // Only a whole copy gets a name that is gone on from: this process, too, may die at any moment.
  await rename(copy, claim)
  if (await unlinkIfPresent(claimed)) return true
  await unlinkIfPresent(claim)
  return false
}

/** A process that died while it took over may have left two; what was acknowledged is in the longer one. */
async function longestClaimed(file: string): Promise<{ readonly name: string; readonly size: number } | undefined> {
  let longest: { readonly name: string; readonly size: number } | undefined
  for (const name of await claimedFiles(file)) {
    const size = await sizeOf(name)
    if (size !== undefined && (longest === undefined || size > longest.size)) longest = { name, size }
  }
  return longest
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const stats = await lstat(file)
    return stats.isFile() ? stats.size : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Another writer took the bytes over, or a delete removed them. */
async function assertPresent(claim: string, path: StoragePath): Promise<void> {
  if ((await sizeOf(claim)) !== undefined) return
  const message = 'another writer took over, or the file was deleted'
  throw new DriverError({ code: 'CONFLICT', driver: driverName, path, message })
}
