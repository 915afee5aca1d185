import type { StorageDriver, StoragePath } from '@moorage/driver-core'

/** Files that belong together: each has its content on the disk when it is put, and all get their names there by one flush. */
export class PendingChanges {
  readonly #driver: StorageDriver
  readonly #paths: StoragePath[] = []

  constructor(driver: StorageDriver) {
    this.#driver = driver
  }

  put(path: StoragePath, content: Uint8Array): Promise<void> {
    this.#paths.push(path)
    return this.#driver.putContent(path, content, { durable: 'content' })
  }

  /** Puts a link: the text of a digest. */
  putLink(path: StoragePath, digest: string): Promise<void> {
    return this.put(path, Buffer.from(digest, 'latin1'))
  }

  /** Notes a file that was put elsewhere with `durable: 'content'`, or by another request that may not have flushed it yet. */
  include(path: StoragePath): void {
    this.#paths.push(path)
  }

  /** All of it is durable when this resolves. */
  flush(): Promise<void> {
    return this.#driver.flush(this.#paths)
  }
}
