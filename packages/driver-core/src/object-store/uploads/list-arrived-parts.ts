import type { StoragePath } from '../../storage-path.ts'
import type { ObjectPart } from '../object-store-client.ts'
import { listAllParts } from './list-all-parts.ts'
import { PartSizes } from './part-sizes.ts'
import type { UploadContext } from './upload-context.ts'
import type { MultipartState } from './upload-state.ts'

/**
 * The parts from number 1 on without a gap. One that is shorter than it should be was to be the last one of a commit that failed: other bytes
 * may have to follow, so it is sent anew. Undefined when the upload is gone.
 */
export async function listArrivedParts(
  { store, limits }: UploadContext,
  path: StoragePath,
  upload: MultipartState,
  signal: AbortSignal | undefined,
): Promise<ObjectPart[] | undefined> {
  const sizes = new PartSizes(upload, limits)
  const parts = await store.request(path, signal, (client) => listAllParts(client, upload.key, upload.id, { signal }))
  const gap = parts?.findIndex(({ number, size }, index) => number !== index + 1 || size !== sizes.of(number)) ?? -1
  return gap < 0 ? parts : parts?.slice(0, gap)
}
