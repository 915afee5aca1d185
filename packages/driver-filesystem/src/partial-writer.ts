import { constants, type Stats } from 'node:fs'
import { stat, unlink } from 'node:fs/promises'
import { DriverError, parentPath, type StoragePath } from '@moorage/driver-core'
import { type AtomicFiles, createFlags } from './atomic-files.ts'
import { closeQuietly, openFile, statFile, truncateFile } from './descriptors.ts'
import { driverName, errorCode, isMissing } from './error-mapping.ts'
import type { Root } from './root.ts'
import type { WriterStart } from './writer-end.ts'

/**
 * Name of the unfinished bytes of a path, beside it: any process finds them by the path alone.
 * `~` is outside the letters of storage paths, so no path can name them.
 */
export function partialName(file: string): string {
  return `${file}~partial`
}

/** Whether `file` was there to be deleted. */
export async function unlinkIfPresent(file: string): Promise<boolean> {
  try {
    await unlink(file)
    return true
  } catch (error) {
    // Nothing can have a name that is too long.
    if (isMissing(error) || errorCode(error) === 'ENAMETOOLONG') return false
    throw error
  }
}

/** Opens the unfinished bytes of a path, which every writer but a committed or cancelled one keeps. */
export class PartialWriters {
  readonly #root: Root
  readonly #files: AtomicFiles

  constructor(root: Root, files: AtomicFiles) {
    this.#root = root
    this.#files = files
  }

  /** Starts anew, without what an earlier writer left. */
  async start(path: StoragePath): Promise<WriterStart> {
    const partial = partialName(this.#root.locate(path))
    const directory = parentPath(path)
    await this.#root.assertDirectoryInside(directory)
    for (;;) {
      try {
        const descriptor = await this.#files.withDirectory(directory, () => openFile(partial, createFlags, 0o666))
        return this.#partial(path, descriptor, 0)
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error
      }
      // Not cut to length zero: an older writer that is still open must not mix its bytes with the new ones.
      await unlinkIfPresent(partial)
    }
  }

  /** Continues what an earlier writer left, or the committed file in place, or starts anew. */
  async continue(path: StoragePath): Promise<WriterStart> {
    const file = this.#root.locate(path)
    await this.#root.assertDirectoryInside(parentPath(path))
    const partial = await openIfPresent(partialName(file))
    if (partial !== undefined) return this.#partial(path, partial.descriptor, partial.stats.size)
    const committed = await openIfPresent(file)
    if (committed !== undefined) return this.#inPlace(committed.descriptor, committed.stats.size)
    return this.start(path)
  }

  #partial(path: StoragePath, descriptor: number, size: number): WriterStart {
    const partial = partialName(this.#root.locate(path))
    const end = {
      commit: async (): Promise<void> => {
        await this.#files.flush(descriptor)
        await assertSameFile(descriptor, partial, path)
        await this.#files.install(partial, path, true)
      },
      cancel: async (): Promise<void> => {
        if (await isSameFile(descriptor, partial)) await unlinkIfPresent(partial)
      },
      close: async (): Promise<void> => {
        await this.#files.flush(descriptor)
        await this.#files.flushDirectory(parentPath(path))
      },
    }
    return { descriptor, size, end }
  }

  /**
   * Appends to the file itself, which readers see grow. That is how the Go registry writes uploads,
   * so its unfinished ones lie at their paths.
   */
  #inPlace(descriptor: number, size: number): WriterStart {
    const flush = (): Promise<void> => this.#files.flush(descriptor)
    const cancel = (): Promise<void> => truncateFile(descriptor, size)
    return { descriptor, size, end: { commit: flush, cancel, close: flush } }
  }
}

async function openIfPresent(file: string): Promise<{ descriptor: number; stats: Stats } | undefined> {
  let descriptor: number
  try {
    descriptor = await openFile(file, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    return { descriptor, stats: await statFile(descriptor) }
  } catch (error) {
    closeQuietly(descriptor)
    throw error
  }
}

async function isSameFile(descriptor: number, file: string): Promise<boolean> {
  const opened = await statFile(descriptor)
  try {
    const present = await stat(file)
    return present.ino === opened.ino && present.dev === opened.dev
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** Another writer that started the path anew, or a delete, took the name away from the bytes of this one. */
async function assertSameFile(descriptor: number, file: string, path: StoragePath): Promise<void> {
  if (await isSameFile(descriptor, file)) return
  const message = 'another writer started the file anew, or it was deleted'
  throw new DriverError({ code: 'CONFLICT', driver: driverName, path, message })
}
