import type { StorageDriver, StoragePath } from '@moorage/driver-core'

/** A file that is being read before it is certain that it may be. */
export interface ReadAhead {
  /** Undefined where it has to be read anew: it is missing, too long, or could not be read. */
  readonly bytes: Promise<Uint8Array | undefined>
  /** Ends the transfer: the bytes are not wanted. */
  cancel(): void
}

/** Begins to read a file of fewer than `limitBytes`. */
export function readAhead(driver: StorageDriver, path: StoragePath, limitBytes: number): ReadAhead {
  const abort = new AbortController()
  const read = async (): Promise<Uint8Array | undefined> => {
    try {
      const reader = await driver.createReader(path, { length: limitBytes, signal: abort.signal })
      const bytes = Buffer.concat((await reader.toArray()) as Uint8Array[])
      return bytes.length < limitBytes ? bytes : undefined
    } catch {
      // Whoever needs the bytes reads them anew, and learns why they cannot be had.
      return undefined
    }
  }
  return { bytes: read(), cancel: () => abort.abort() }
}
