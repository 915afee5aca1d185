import type { StoragePath } from '../../storage-path.ts'
import type { OperationOptions } from '../../operation-options.ts'
import type { ObjectStore } from '../object-store.ts'
import { openReader } from './open-reader.ts'

/** All bytes of a file, for small ones. */
export async function readObject(
  store: ObjectStore,
  path: StoragePath,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await openReader(store, path, options)) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
