import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { isPathComponent, type StoragePath } from '@moorage/driver-core'
import type { Root } from './root.ts'

/** A name in a directory, and what kind of thing the directory says it is. */
export interface DirectoryName {
  readonly name: string
  readonly kind: 'directory' | 'link' | 'other'
}

interface Known {
  readonly modifiedAt: bigint
  readonly names: readonly DirectoryName[]
}

/** A smaller directory is read as fast as it is looked up. */
const leastRemembered = 64
const mostRemembered = 500_000
const mostLarge = 10_000
/** Two changes within one tick of the file system's clock leave the same time: what was changed just now may change again unseen. */
const settledMs = 100

/** Reads directories in the order of names, and remembers large ones until they change. */
export class DirectoryNames {
  readonly #root: Root
  /** Directories that were large when they were read. */
  readonly #large = new Set<StoragePath>()
  readonly #known = new Map<StoragePath, Known>()
  #remembered = 0

  constructor(root: Root) {
    this.#root = root
  }

  /** Names that no storage path can have are left out. */
  async read(path: StoragePath): Promise<readonly DirectoryName[]> {
    const directory = this.#root.locate(path)
    if (!this.#large.has(path)) {
      const names = await readNames(directory)
      if (names.length >= leastRemembered) this.#large.add(path)
      return names
    }
    // The time is read before the names: a change in between makes the next look-up read again.
    const { mtimeNs } = await stat(directory, { bigint: true })
    const known = this.#known.get(path)
    if (known?.modifiedAt === mtimeNs) return known.names
    const names = await readNames(directory)
    this.#forget(path)
    if (Date.now() - Number(mtimeNs / 1_000_000n) > settledMs) this.#remember(path, { modifiedAt: mtimeNs, names })
    return names
  }

  #remember(path: StoragePath, known: Known): void {
    this.#known.set(path, known)
    this.#remembered += known.names.length
    for (const oldest of this.#known.keys()) {
      if (this.#remembered <= mostRemembered) return
      this.#forget(oldest)
    }
  }

  #forget(path: StoragePath): void {
    this.#remembered -= this.#known.get(path)?.names.length ?? 0
    this.#known.delete(path)
    if (this.#large.size > mostLarge) this.#large.clear()
  }
}

async function readNames(directory: string): Promise<DirectoryName[]> {
  const found = await readdir(directory, { withFileTypes: true })
  const names = found.filter((entry) => isPathComponent(entry.name)).map(toName)
  return names.toSorted((left, right) => (left.name < right.name ? -1 : 1))
}

function toName(entry: Dirent): DirectoryName {
  return { name: entry.name, kind: entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'link' : 'other' }
}
