import { isDriverError } from '../../driver-error.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { openReader } from './open-reader.ts'

/** How often a file may be replaced while it is read and the transfer breaks off. */
const mostTries = 5

/** All bytes of a file, for small ones: one request. */
export async function readObject(
  store: ObjectStore,
  path: StoragePath,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      const chunks: Uint8Array[] = []
      for await (const chunk of await openReader(store, path, options)) chunks.push(chunk as Uint8Array)
      return Buffer.concat(chunks)
    } catch (error) {
      // The rest of what was begun is not to be had any more; nobody has seen the beginning yet.
      if (!isDriverError(error, 'CONFLICT') || tries === mostTries) throw error
    }
  }
}
