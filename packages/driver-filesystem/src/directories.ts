import { parentPath, type StoragePath } from '@moorage/driver-core'
import { errorCode } from './error-mapping.ts'
import { DirectoryFlushes, JournalFlushes, type NameFlushes, noNameFlushes } from './name-flushes.ts'
import type { Root } from './root.ts'

/** What mkdir answers when a folder above comes or goes while it works. */
const racedCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EEXIST'])
/** Rounds of such a race, and of a file that is in the way. */
const mostAttempts = 10

/** Makes folders, and flushes the names in them. */
export class Directories {
  readonly #root: Root
  readonly #sync: boolean
  #names: NameFlushes

  constructor(root: Root, sync: boolean) {
    this.#root = root
    this.#sync = sync
    this.#names = sync ? namesOf(root) : noNameFlushes
  }

  /** Whether there is a disk for bytes to be flushed to. */
  get flushesFiles(): boolean {
    return this.#names !== noNameFlushes
  }

  /** Whether `directory` was there a moment ago. */
  isKnown(directory: StoragePath): boolean {
    return directory === '/' || this.#root.trusts(directory)
  }

  /**
   * Makes `directory` unless it is known to be there; what it holds is inside the root.
   * @returns whether it is new, and therefore empty
   * @throws DriverError `ACCESS_DENIED`
   */
  async ensure(directory: StoragePath): Promise<boolean> {
    if (this.isKnown(directory)) return false
    // One step at a time: mkdir follows links above the last name, but not that itself.
    const parent = parentPath(directory)
    if (!this.isKnown(parent)) await this.#root.assertDirectoryInside(parent)
    try {
      await this.#root.calls.makeDirectory(this.#root.locate(directory))
    } catch (error) {
      const code = errorCode(error)
      if (code === 'EEXIST') await this.#root.assertDirectoryInside(directory)
      else if (code === 'ENOENT') await this.make(directory)
      else throw error
      return false
    }
    this.#noteMade(directory)
    return true
  }

  /** Makes `directory` and those above it. */
  async make(directory: StoragePath): Promise<void> {
    const first = await this.#makeAll(directory)
    if (first === undefined) return
    const boundary = first.length - this.#root.locate('/').length + 1
    for (let made = directory; made.length >= boundary && made !== '/'; made = parentPath(made)) {
      this.#noteMade(made)
    }
  }

  /** Resolves when every name that `directory` and new folders above it hold at the time of the call is on the disk. */
  async flush(directory: StoragePath): Promise<void> {
    await this.#names.flush(directory)
  }

  /** Forgets folders that were deleted. */
  forget(directory: StoragePath): void {
    this.#names.forget(directory)
  }

  /**
   * For a folder that turns out to be another disk than its store: that has a journal of its own, or no memory to lie in.
   * What is in `directory` by now is flushed, with all folders above, of which it is not known who made them.
   */
  async splitDisks(directory: StoragePath): Promise<void> {
    if (!this.#sync) return
    const flushes = this.#names instanceof DirectoryFlushes ? this.#names : directoryFlushesOf(this.#root)
    this.#names = flushes
    for (let current = directory; current !== '/'; current = parentPath(current)) flushes.noteMade(current)
    await flushes.flush(directory)
  }

  #noteMade(directory: StoragePath): void {
    this.#root.trust(directory)
    this.#names.noteMade(directory)
  }

  /** Deletions that take away a folder above at the same moment make mkdir fail, as if a file were in the way: one that is stays. */
  async #makeAll(directory: StoragePath): Promise<string | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#root.calls.makeDirectories(this.#root.locate(directory))
      } catch (error) {
        if (!racedCodes.has(errorCode(error) ?? '') || attempt === mostAttempts) throw error
      }
    }
  }
}

function namesOf(root: Root): NameFlushes {
  if (root.disk.names === 'none') return noNameFlushes
  return root.disk.names === 'journal' ? new JournalFlushes(root.calls, root.temporary) : directoryFlushesOf(root)
}

function directoryFlushesOf(root: Root): DirectoryFlushes {
  return new DirectoryFlushes(root.calls, (directory) => root.locate(directory))
}
