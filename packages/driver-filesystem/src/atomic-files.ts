import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { type Durability, parentPath, type StoragePath } from '@moorage/driver-core'
import { closeQuietly, syncFile, writeFully } from './descriptors.ts'
import type { Directories } from './directories.ts'
import { errorCode } from './error-mapping.ts'
import type { Awaitable } from './file-calls.ts'
import type { Root } from './root.ts'

/** Rounds of a race in which others delete the folder while this one makes it. */
const mostAttempts = 10

export const createFlags: number = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL

/** Puts files to their paths in one step, by a rename within the file system. */
export class AtomicFiles {
  readonly #root: Root
  readonly #directories: Directories
  readonly #sync: boolean

  constructor(root: Root, directories: Directories, sync: boolean) {
    this.#root = root
    this.#directories = directories
    this.#sync = sync
  }

  /** Opens a file at a place that nobody else knows of. */
  async openTemporary(): Promise<{ readonly temporary: string; readonly descriptor: number }> {
    const temporary = this.#temporaryName()
    const create = (): Awaitable<number> => this.#root.calls.create(temporary, createFlags, 0o666)
    return { temporary, descriptor: await this.#withTemporaryFolder(create) }
  }

  /** Renames a file or folder on its way out to a place that nobody else knows of. @returns the place */
  async takeAway(file: string): Promise<string> {
    const temporary = this.#temporaryName()
    await this.#withTemporaryFolder(() => this.#root.calls.rename(file, temporary))
    return temporary
  }

  /** Replaces the file at `path` by `content`. */
  async put(path: StoragePath, content: Uint8Array, durable: Durability): Promise<void> {
    const { calls } = this.#root
    const { temporary, descriptor } = await this.openTemporary()
    try {
      await writeFully(calls, descriptor, [content], 0)
      if (durable !== false) await this.flush(descriptor)
      await this.install(temporary, path, durable)
    } catch (error) {
      await this.dropTemporary(temporary)
      throw error
    } finally {
      await closeQuietly(calls, descriptor)
    }
  }

  /** Deletes a file that nobody else knows of. */
  async dropTemporary(temporary: string): Promise<void> {
    try {
      await this.#root.calls.unlink(temporary)
    } catch {
      // It was moved before the failure, or goes with the left-overs of this process.
    }
  }

  /** Flushes what was written to a file. */
  async flush(descriptor: number): Promise<void> {
    if (this.#directories.flushesFiles) await syncFile(descriptor)
  }

  /** Flushes the names in a directory, and those of new folders above it. */
  async flushDirectory(directory: StoragePath): Promise<void> {
    await this.#directories.flush(directory)
  }

  /** Moves a file of this disk, given by its place on it, to `path`, and makes the folders above. */
  async install(file: string, path: StoragePath, durable: Durability): Promise<void> {
    const directory = parentPath(path)
    if (!this.#directories.isKnown(directory)) await this.#directories.ensure(directory)
    await this.withDirectory(directory, () => this.#rename(file, path, durable))
    if (durable === true) await this.#directories.flush(directory)
  }

  /** Runs `task`, which works on a name in `directory`; when that is missing after all, makes it and tries again. */
  async withDirectory<Result>(directory: StoragePath, task: () => Awaitable<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await task()
      } catch (error) {
        if (errorCode(error) !== 'ENOENT' || attempt === mostAttempts) throw error
      }
      this.#root.distrust(directory)
      await this.#root.assertDirectoryInside(directory)
      await this.#directories.make(directory)
    }
  }

  #temporaryName(): string {
    return `${this.#root.temporary}/${randomUUID()}`
  }

  /** Runs `task`, and once more when somebody has cleared the folder of temporary files away. */
  async #withTemporaryFolder<Result>(task: () => Awaitable<Result>): Promise<Result> {
    try {
      return await task()
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error
    }
    await mkdir(this.#root.temporary, { recursive: true })
    return task()
  }

  async #rename(file: string, path: StoragePath, durable: Durability): Promise<void> {
    const target = this.#root.locate(path)
    try {
      await this.#root.calls.rename(file, target)
      return
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error
    }
    await this.#copyAcross(file, target)
    if (durable !== false) await this.#directories.splitDisks(parentPath(path))
  }

  /** A folder of the store is a disk of its own: the bytes go over to a name beside the target first. */
  async #copyAcross(file: string, target: string): Promise<void> {
    const { calls } = this.#root
    const beside = `${target}~${randomUUID()}`
    try {
      await copyFile(file, beside, constants.COPYFILE_EXCL)
      const descriptor = await calls.open(beside, constants.O_RDONLY)
      try {
        if (this.#sync) await syncFile(descriptor)
      } finally {
        await closeQuietly(calls, descriptor)
      }
      await calls.rename(beside, target)
    } catch (error) {
      await this.dropTemporary(beside)
      throw error
    }
    await calls.unlink(file)
  }
}
