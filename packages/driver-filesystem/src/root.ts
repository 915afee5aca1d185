import fs from 'node:fs'
import { mkdir, mkdtemp, realpath, rmdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { DriverError, parentPath, type StoragePath } from '@moorage/driver-core'
import { driverName, errorCode, isMissing } from './error-mapping.ts'

/** `~` is outside the letters of storage paths, so no path can name this folder. */
const temporaryFolder = '~tmp'

/** How long a folder that was found inside the root is taken to be there still. */
const trustMs = 5000
const mostTrusted = 10_000

// The promise form of realpath walks the path in JavaScript, the native one asks the system once.
const nativeRealpath = promisify(fs.realpath.native)

/**
 * The folder of the store, from which no symbolic link leads out.
 * What is opened for reading is checked by its descriptor where the system tells (Linux); elsewhere, and for what is
 * written, the folder is checked before, at most five seconds earlier: one who changes folders of the store into links
 * while it runs can win that race. Clients of a registry cannot make links; only who can write to the disk can.
 */
export class Root {
  /** Without a slash at the end; empty for `/`. */
  readonly #base: string
  readonly #trusted = new Map<StoragePath, number>()

  private constructor(directory: string) {
    this.#base = directory === '/' ? '' : directory
  }

  /** @throws DriverError `CONFIG_INVALID` when the folder cannot be made or written to */
  static async open(rootdirectory: string): Promise<Root> {
    try {
      await mkdir(rootdirectory, { recursive: true })
      const root = new Root(await realpath(resolve(rootdirectory)))
      await mkdir(root.temporary, { recursive: true })
      root.#assertInside(await realpath(root.temporary), '/')
      await rmdir(await mkdtemp(`${root.temporary}/`))
      return root
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const message = `rootdirectory ${rootdirectory} cannot be written to: ${reason}`
      throw new DriverError({ code: 'CONFIG_INVALID', driver: driverName, message, cause })
    }
  }

  /** Folder of files that are not finished. */
  get temporary(): string {
    return `${this.#base}/${temporaryFolder}`
  }

  /** Where `path` lies on the disk. */
  locate(path: StoragePath): string {
    return path === '/' ? `${this.#base}/` : this.#base + path
  }

  /** @throws DriverError `ACCESS_DENIED` when a link leads from `directory`, or its nearest folder that exists, out of the root */
  async assertDirectoryInside(directory: StoragePath): Promise<void> {
    for (let current = directory; current !== '/'; current = parentPath(current)) {
      const since = this.#trusted.get(current)
      if (since !== undefined && performance.now() - since < trustMs) return
      try {
        this.#assertInside(await nativeRealpath(this.locate(current)), directory)
      } catch (error) {
        if (isMissing(error)) continue
        throw error
      }
      this.trust(current)
      return
    }
  }

  /** Remembers that `directory` is inside the root. */
  trust(directory: StoragePath): void {
    if (this.#trusted.size >= mostTrusted) this.#trusted.clear()
    this.#trusted.set(directory, performance.now())
  }

  /** @throws DriverError `ACCESS_DENIED` when the file that was opened lies outside the root */
  async assertDescriptorInside(descriptor: number, path: StoragePath): Promise<void> {
    let real: string
    try {
      // Synchronous: the kernel answers from memory in 4 µs, a tenth of what handing it to a thread costs.
      real = fs.readlinkSync(`/proc/self/fd/${descriptor}`)
    } catch (error) {
      if (errorCode(error) === undefined) throw error
      real = await this.realpath(path)
    }
    this.#assertInside(real, path)
  }

  /** Where `path` leads when all links are followed. */
  async realpath(path: StoragePath): Promise<string> {
    return nativeRealpath(this.locate(path))
  }

  /** Whether `real`, a path without links, is the root or below it. */
  contains(real: string): boolean {
    return real === this.#base || real.startsWith(`${this.#base}/`)
  }

  #assertInside(real: string, path: StoragePath): void {
    if (this.contains(real)) return
    const message = 'a symbolic link leads out of the store'
    throw new DriverError({ code: 'ACCESS_DENIED', driver: driverName, path, message })
  }
}
