import type { OperationOptions } from '../../operation-options.ts'
import type { ObjectStoreClient } from '../object-store-client.ts'

/** A store that goes on saying that it aborted the upload is not asked for ever. */
const mostTries = 5

/** Aborts until the store says that there is no such upload: parts that were arriving meanwhile may have kept it. */
export async function abortUpload(
  client: ObjectStoreClient,
  key: string,
  uploadId: string,
  options: OperationOptions = {},
): Promise<void> {
  for (let round = 0; round < mostTries; round += 1) {
    if (!(await client.abortUpload(key, uploadId, options))) return
  }
}
