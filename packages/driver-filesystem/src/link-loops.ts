import { isWithin, parentPath, type StoragePath } from '@moorage/driver-core'

/** Finds symbolic links that lead back to where a walk came from, on which it would never end. */
export class LinkLoops {
  readonly #locate: (path: StoragePath) => string
  readonly #links = new Map<StoragePath, string>()

  /** @param locate where a path without links lies on the disk */
  constructor(locate: (path: StoragePath) => string) {
    this.#locate = locate
  }

  /** Takes note of a link, and of the place where it leads. */
  add(link: StoragePath, real: string): void {
    this.#links.set(link, real)
  }

  /** Whether `directory` is a link to one of the directories that hold it, by whichever name. */
  isLoop(directory: StoragePath): boolean {
    const real = this.#links.get(directory)
    if (real === undefined) return false
    for (let above = parentPath(directory); ; above = parentPath(above)) {
      if (isWithin(this.#realOf(above), real)) return true
      if (above === '/') return false
    }
  }

  #realOf(path: StoragePath): string {
    for (let above = path; above !== '/'; above = parentPath(above)) {
      const real = this.#links.get(above)
      if (real !== undefined) return real + path.slice(above.length)
    }
    return this.#locate(path).replace(/(?<=.)\/$/, '')
  }
}
