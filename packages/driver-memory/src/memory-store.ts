import { parentPath, type StoragePath } from '@moorage/driver-core'

/** A file's bytes in the chunks in which they came. */
export interface MemoryFile {
  readonly chunks: readonly Uint8Array[]
  /** Bytes. */
  readonly size: number
  readonly modifiedAt: Date
  /** Another one for each content. */
  readonly version: number
}

/** Bytes that a writer has not committed. */
export interface MemoryPartial {
  chunks: Uint8Array[]
  size: number
  version: number
  /** What its last `close` kept with it. */
  note: string | undefined
}

let versions = 0

export function nextVersion(): number {
  versions += 1
  return versions
}

interface MemoryDirectory {
  readonly files: Map<string, MemoryFile>
  readonly directories: Map<string, MemoryDirectory>
}

/** What is stored; several drivers may share one, as several processes share a disk. */
export class MemoryStore {
  readonly #root = newDirectory()
  /** Unfinished bytes by the path that they are meant for. */
  readonly partials: Map<StoragePath, MemoryPartial> = new Map()

  file(path: StoragePath): MemoryFile | undefined {
    return this.#directory(parentPath(path))?.files.get(nameOf(path))
  }

  hasDirectory(path: StoragePath): boolean {
    return this.#directory(path) !== undefined
  }

  /** Names of the files and directories that a directory holds, in the order of their bytes. */
  names(path: StoragePath): string[] | undefined {
    const directory = this.#directory(path)
    if (directory === undefined) return undefined
    return [...directory.files.keys(), ...directory.directories.keys()].toSorted()
  }

  /** Puts a file, and the directories above it. Answers false when a file is in the way of those, or a directory in the file's. */
  put(path: StoragePath, chunks: readonly Uint8Array[], size: number, version: number = nextVersion()): boolean {
    let directory = this.#root
    for (const name of componentsOf(parentPath(path))) {
      if (directory.files.has(name)) return false
      const next = directory.directories.get(name) ?? newDirectory()
      directory.directories.set(name, next)
      directory = next
    }
    const name = nameOf(path)
    if (directory.directories.has(name)) return false
    directory.files.set(name, { chunks, size, modifiedAt: new Date(), version })
    return true
  }

  /** Removes a file, or a directory with all below it, and the directories above that became empty. Answers whether there was one. */
  remove(path: StoragePath): boolean {
    const directory = this.#directory(parentPath(path))
    const name = nameOf(path)
    if (directory === undefined || !(directory.files.delete(name) || directory.directories.delete(name))) return false
    this.#removeEmpty(parentPath(path))
    return true
  }

  /** Whether a file lies at one of the directories above `path`, or a directory at `path`. */
  isBlocked(path: StoragePath): boolean {
    if (this.hasDirectory(path)) return true
    for (let above = parentPath(path); above !== '/'; above = parentPath(above)) {
      if (this.file(above) !== undefined) return true
    }
    return false
  }

  #directory(path: StoragePath): MemoryDirectory | undefined {
    let directory: MemoryDirectory | undefined = this.#root
    for (const name of componentsOf(path)) directory = directory?.directories.get(name)
    return directory
  }

  #removeEmpty(path: StoragePath): void {
    for (let current = path; current !== '/'; current = parentPath(current)) {
      const directory = this.#directory(current)
      if (directory === undefined || directory.files.size + directory.directories.size > 0) return
      this.#directory(parentPath(current))?.directories.delete(nameOf(current))
    }
  }
}

function newDirectory(): MemoryDirectory {
  return { files: new Map(), directories: new Map() }
}

function componentsOf(path: StoragePath): string[] {
  return path === '/' ? [] : path.slice(1).split('/')
}

function nameOf(path: StoragePath): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
