import { isStoragePath, type StoragePath } from '../storage-path.ts'

/**
 * Between storage paths and keys of the bucket: `key = trimLeft(trimRight(root, '/') + path, '/')`, as the Go registry's drivers have it.
 * The roots `/registry`, `registry` and `registry/` are the same.
 */
export class ObjectKeys {
  /** Empty, or ending with a slash. */
  readonly #root: string

  constructor(rootDirectory: string) {
    const root = rootDirectory.replace(/^\/+/, '').replace(/\/+$/, '')
    this.#root = root === '' ? '' : `${root}/`
  }

  /** The key of the file at `path`, which is not the root. */
  of(path: StoragePath): string {
    return `${this.#root}${path.slice(1)}`
  }

  /** What the keys of all that is below `directory` begin with: its key and a slash, so that `/ab` is not below `/a`. */
  prefixOf(directory: StoragePath): string {
    return directory === '/' ? this.#root : `${this.of(directory)}/`
  }

  /** The path of the file that a key stands for; undefined for keys that are no paths, such as those of unfinished uploads. */
  pathOf(key: string): StoragePath | undefined {
    if (!key.startsWith(this.#root)) return undefined
    const path = `/${key.slice(this.#root.length)}`
    return isStoragePath(path) ? path : undefined
  }
}
