import type { StoragePath } from '@moorage/driver-core'
import type { FilesystemWriter } from './filesystem-writer.ts'

/**
 * Sees to it that a path has one resumable writer at a time in this process: a later one takes over from an earlier one,
 * whose client is gone or repeats itself. An earlier one that went on would write into the file even after it was
 * committed and moved to where a digest names it.
 */
export class CurrentWriters {
  readonly #writers = new Map<StoragePath, Promise<FilesystemWriter>>()

  /** @param open opens the writer, which calls `onEnd` when it ends */
  async open(path: StoragePath, open: (onEnd: () => void) => Promise<FilesystemWriter>): Promise<FilesystemWriter> {
    const previous = this.#writers.get(path)
    const forget = (): void => {
      if (this.#writers.get(path) === opening) this.#writers.delete(path)
    }
    const opening = supersede(previous).then(() => open(forget))
    this.#writers.set(path, opening)
    try {
      return await opening
    } catch (error) {
      forget()
      throw error
    }
  }
}

async function supersede(opening: Promise<FilesystemWriter> | undefined): Promise<void> {
  // One that could not be opened writes nothing.
  const writer = await opening?.catch(() => undefined)
  await writer?.supersede()
}
