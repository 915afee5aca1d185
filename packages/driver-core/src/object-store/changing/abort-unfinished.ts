import { isDriverError } from '../../driver-error.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { abortUpload } from '../uploads/abort-upload.ts'
import { isOfUpload } from '../uploads/state-key.ts'

/**
 * Aborts the uploads to `path` and below that the store lists: those which no state names, because a Go registry began them, or because the
 * answer that would have told their id was lost. What a store lists late, or to nobody, is left to its rule for old uploads.
 * @returns whether there was one
 */
export async function abortUnfinished(
  store: ObjectStore,
  path: StoragePath,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const key = store.keys.of(path)
  const prefix = store.keys.prefixOf(path)
  let isFound = false
  await store.request(path, signal, async (client) => {
    try {
      for await (const upload of client.listUploads(key, { signal })) {
        if (upload.key !== key && !upload.key.startsWith(prefix) && !isOfUpload(upload.key, key)) continue
        isFound = true
        await abortUpload(client, upload.key, upload.uploadId, { signal })
      }
    } catch (error) {
      // A right that nothing else needs.
      if (!isDriverError(error, 'ACCESS_DENIED', 'UNSUPPORTED')) throw error
    }
  })
  return isFound
}
