import { parentPath, type StoragePath } from '@moorage/driver-core'
import { syncDirectory } from './descriptors.ts'
import { errorCode, isMissing } from './error-mapping.ts'
import type { FileCalls } from './file-calls.ts'
import { SharedFlush } from './shared-flush.ts'

/** What file systems answer that know no flush of a directory, SMB and some of FUSE among them. */
const cannotFlush: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS'])

/** Makes names survive a power cut. */
export interface NameFlushes {
  /** Takes note of a folder that was made. */
  noteMade(directory: StoragePath): void
  /** Forgets folders that were deleted. */
  forget(directory: StoragePath): void
  /** Resolves when every name that `directory` and new folders above it hold at the time of the call is on the disk. */
  flush(directory: StoragePath): Promise<void>
}

/** For memory, and where nobody wants it. */
export const noNameFlushes: NameFlushes = {
  noteMade: () => undefined,
  forget: () => undefined,
  flush: async () => undefined,
}

/**
 * Flushes each directory, as POSIX has it.
 * A new folder is known to be unflushed until its parent was flushed: whoever finishes a file in it sees to that,
 * even if somebody else made the folder.
 */
export class DirectoryFlushes implements NameFlushes {
  readonly #calls: FileCalls
  readonly #locate: (directory: StoragePath) => string
  readonly #unflushed = new Set<StoragePath>()
  readonly #flushes = new Map<StoragePath, SharedFlush>()

  constructor(calls: FileCalls, locate: (directory: StoragePath) => string) {
    this.#calls = calls
    this.#locate = locate
  }

  noteMade(directory: StoragePath): void {
    this.#unflushed.add(directory)
  }

  forget(directory: StoragePath): void {
    for (const each of this.#unflushed) {
      if (each === directory || each.startsWith(`${directory}/`)) this.#unflushed.delete(each)
    }
  }

  async flush(directory: StoragePath): Promise<void> {
    const made: StoragePath[] = []
    if (this.#unflushed.size > 0) {
      for (let current = directory; current !== '/'; current = parentPath(current)) {
        if (this.#unflushed.has(current)) made.push(current)
      }
    }
    await Promise.all([directory, ...made.map(parentPath)].map((each) => this.#flushShared(each)))
    for (const each of made) this.#unflushed.delete(each)
  }

  async #flushShared(directory: StoragePath): Promise<void> {
    let flush = this.#flushes.get(directory)
    if (flush === undefined) {
      flush = new SharedFlush(() => flushDirectory(this.#calls, this.#locate(directory)))
      this.#flushes.set(directory, flush)
    }
    try {
      await flush.run()
    } finally {
      if (flush.isIdle && this.#flushes.get(directory) === flush) this.#flushes.delete(directory)
    }
  }
}

/**
 * For file systems with one journal in which changes stand in their order: ext4 and xfs. An fsync of a directory waits for
 * the transaction that changed it last, and for all before it (ext4_sync_file, jbd2_complete_transaction; xfs_dir_fsync,
 * xlog_cil_force_seq). A directory that is touched now is in a transaction no older than any change made before, whoever
 * made it and wherever: so one flush is enough for everybody who waits. docs/decisions/0004-flushing.md has more.
 */
export class JournalFlushes implements NameFlushes {
  readonly #flush: SharedFlush

  /** @param temporary the folder to touch, which is the process's own */
  constructor(calls: FileCalls, temporary: string) {
    this.#flush = new SharedFlush(async () => {
      const descriptor = await openAgain(calls, temporary)
      try {
        await calls.touch(descriptor)
        await syncDirectory(descriptor)
      } finally {
        await calls.close(descriptor)
      }
    })
  }

  noteMade(): void {}

  forget(): void {}

  async flush(): Promise<void> {
    await this.#flush.run()
  }
}

/** Opens the folder by its name each time: somebody may have cleared it away, or mounted another disk over the store. */
async function openAgain(calls: FileCalls, directory: string): Promise<number> {
  try {
    return await calls.openDirectory(directory)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  await calls.makeDirectories(directory)
  return calls.openDirectory(directory)
}

async function flushDirectory(calls: FileCalls, directory: string): Promise<void> {
  let descriptor: number
  try {
    descriptor = await calls.openDirectory(directory)
  } catch (error) {
    // Deleted meanwhile, and the file with it.
    if (isMissing(error)) return
    throw error
  }
  try {
    await syncDirectory(descriptor)
  } catch (error) {
    if (!cannotFlush.has(errorCode(error) ?? '')) throw error
  } finally {
    await calls.close(descriptor)
  }
}
