import { constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { parentPath, type StoragePath } from '@moorage/driver-core'
import { closeQuietly, openFile, syncDirectory } from './descriptors.ts'
import { errorCode, isMissing } from './error-mapping.ts'
import type { Root } from './root.ts'

/** What file systems answer that know no flush of a directory, SMB and some of FUSE among them. */
const cannotFlush: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS'])

/** What mkdir answers when a folder above comes or goes while it works. */
const racedCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EEXIST'])
/** Rounds of such a race, and of a file that is in the way. */
const mostAttempts = 10

interface Flush {
  readonly running: Promise<void>
  next: Promise<void> | undefined
}

/**
 * Makes folders, and flushes them so that the names in them survive a power cut.
 * A new folder is known to be unflushed until its parent was flushed: whoever finishes a file in it sees to that,
 * even if somebody else made the folder.
 */
export class Directories {
  readonly #root: Root
  readonly #sync: boolean
  readonly #unflushed = new Set<StoragePath>()
  readonly #flushes = new Map<StoragePath, Flush>()

  constructor(root: Root, sync: boolean) {
    this.#root = root
    this.#sync = sync
  }

  async make(directory: StoragePath): Promise<void> {
    const first = await this.#makeAll(directory)
    if (first === undefined) return
    const boundary = first.length - this.#root.locate('/').length + 1
    for (let made = directory; made.length >= boundary && made !== '/'; made = parentPath(made)) {
      this.#root.trust(made)
      if (this.#sync) this.#unflushed.add(made)
    }
  }

  /** Deletions that take away a folder above at the same moment make mkdir fail, as if a file were in the way: one that is stays. */
  async #makeAll(directory: StoragePath): Promise<string | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await mkdir(this.#root.locate(directory), { recursive: true })
      } catch (error) {
        if (!racedCodes.has(errorCode(error) ?? '') || attempt === mostAttempts) throw error
      }
    }
  }

  /** Resolves when every name that `directory` and new folders above it hold at the time of the call is on the disk. */
  async flush(directory: StoragePath): Promise<void> {
    if (!this.#sync) return
    const made: StoragePath[] = []
    if (this.#unflushed.size > 0) {
      for (let current = directory; current !== '/'; current = parentPath(current)) {
        if (this.#unflushed.has(current)) made.push(current)
      }
    }
    await Promise.all([directory, ...made.map(parentPath)].map((each) => this.#flushShared(each)))
    for (const each of made) this.#unflushed.delete(each)
  }

  /** Forgets folders that were deleted. */
  forget(directory: StoragePath): void {
    for (const each of this.#unflushed) {
      if (each === directory || each.startsWith(`${directory}/`)) this.#unflushed.delete(each)
    }
  }

  /** A flush that runs may have begun before the caller's rename: the caller waits for the next one, together with all who come meanwhile. */
  async #flushShared(directory: StoragePath): Promise<void> {
    const current = this.#flushes.get(directory)
    if (current === undefined) return this.#start(directory)
    current.next ??= current.running.then(
      () => this.#start(directory),
      () => this.#start(directory),
    )
    return current.next
  }

  #start(directory: StoragePath): Promise<void> {
    const running = this.#flushNow(directory).finally(() => {
      if (this.#flushes.get(directory) === flush && flush.next === undefined) this.#flushes.delete(directory)
    })
    const flush: Flush = { running, next: undefined }
    this.#flushes.set(directory, flush)
    return running
  }

  async #flushNow(directory: StoragePath): Promise<void> {
    let descriptor: number
    try {
      descriptor = await openFile(this.#root.locate(directory), constants.O_RDONLY | constants.O_DIRECTORY)
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
      closeQuietly(descriptor)
    }
  }
}
