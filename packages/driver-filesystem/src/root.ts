import fs from 'node:fs'
import { mkdir, mkdtemp, realpath, rmdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DriverError, parentPath, type StoragePath } from '@moorage/driver-core'
import { type Disk, findDisk } from './disk.ts'
import { driverName, errorCode, isMissing } from './error-mapping.ts'
import type { FileCalls } from './file-calls.ts'

/** `~` is outside the letters of storage paths, so no path can name this folder. */
const temporaryFolder = '~tmp'

/** How long a folder that was found inside the root is taken to be there still. */
const trustMs = 5000
const mostTrusted = 10_000

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
  readonly disk: Disk

  private constructor(directory: string, disk: Disk) {
    this.#base = baseOf(directory)
    this.disk = disk
  }

  /** @throws DriverError `CONFIG_INVALID` when the folder cannot be made or written to */
  static async open(rootdirectory: string): Promise<Root> {
    try {
      await mkdir(rootdirectory, { recursive: true })
      const directory = await realpath(resolve(rootdirectory))
      const temporary = `${baseOf(directory)}/${temporaryFolder}`
      await mkdir(temporary, { recursive: true })
      assertInside(baseOf(directory), await realpath(temporary), '/')
      const root = new Root(directory, await findDisk(directory, temporary))
      await rmdir(await mkdtemp(`${root.temporary}/`))
      return root
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const message = `rootdirectory ${rootdirectory} cannot be written to: ${reason}`
      throw new DriverError({ code: 'CONFIG_INVALID', driver: driverName, message, cause })
    }
  }

  /** How the operating system is called for this disk. */
  get calls(): FileCalls {
    return this.disk.calls
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
      if (this.trusts(current)) return
      let real: string
      try {
        real = await this.realpath(current)
      } catch (error) {
        if (isMissing(error)) continue
        throw error
      }
      assertInside(this.#base, real, directory)
      this.trust(current)
      // No link leads there, so none leads to those above.
      if (real === this.locate(current)) this.#trustAbove(current)
      return
    }
  }

  /** Whether `directory` was inside the root a moment ago. */
  trusts(directory: StoragePath): boolean {
    const since = this.#trusted.get(directory)
    return since !== undefined && performance.now() - since < trustMs
  }

  /** Remembers that `directory` is inside the root. */
  trust(directory: StoragePath): void {
    if (this.#trusted.size >= mostTrusted) this.#trusted.clear()
    this.#trusted.set(directory, performance.now())
  }

  /** Forgets what was known of a directory that is not there, and of those above. */
  distrust(directory: StoragePath): void {
    for (let current = directory; current !== '/'; current = parentPath(current)) this.#trusted.delete(current)
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
    assertInside(this.#base, real, path)
  }

  /** Where `path` leads when all links are followed. */
  async realpath(path: StoragePath): Promise<string> {
    return this.calls.realpath(this.locate(path))
  }

  /** Whether `real`, a path without links, is the root or below it. */
  contains(real: string): boolean {
    return isInside(this.#base, real)
  }

  #trustAbove(directory: StoragePath): void {
    for (let above = parentPath(directory); above !== '/' && !this.trusts(above); above = parentPath(above)) {
      this.trust(above)
    }
  }
}

function baseOf(directory: string): string {
  return directory === '/' ? '' : directory
}

function isInside(base: string, real: string): boolean {
  return real === base || real.startsWith(`${base}/`)
}

function assertInside(base: string, real: string, path: StoragePath): void {
  if (isInside(base, real)) return
  const message = 'a symbolic link leads out of the store'
  throw new DriverError({ code: 'ACCESS_DENIED', driver: driverName, path, message })
}
