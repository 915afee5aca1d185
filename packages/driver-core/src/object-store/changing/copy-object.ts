import type { CopyOptions, ObjectStoreClient } from '../object-store-client.ts'
import { abortUpload } from '../uploads/abort-upload.ts'
import { wasCompleted } from '../uploads/was-completed.ts'
import { copyParts } from './copy-parts.ts'

export interface CopySettings {
  /** Bytes above which an object is copied by parts: sooner than the store asks for it, because parts are copied side by side. */
  readonly thresholdBytes: number
  /** Bytes; more where the object would have too many parts else. */
  readonly partSizeBytes: number
  /** Parts that are copied at the same time. */
  readonly concurrency: number
  /** Largest number of parts of one upload. */
  readonly maxParts: number
}

export interface CopySource {
  readonly key: string
  /** Bytes. */
  readonly size: number
}

/** Copies an object of any size; its destination shows it in one step. False when the source is missing, or was replaced meanwhile. */
export async function copyObject(
  client: ObjectStoreClient,
  settings: CopySettings,
  source: CopySource,
  destination: string,
  options: CopyOptions = {},
): Promise<boolean> {
  if (source.size <= settings.thresholdBytes) return client.copy(source.key, destination, options)
  const { signal } = options
  const uploadId = await client.createUpload(destination, { signal })
  try {
    const partSizeBytes = Math.max(settings.partSizeBytes, Math.ceil(source.size / settings.maxParts))
    const parts = await copyParts(client, {
      ...options,
      source: source.key,
      size: source.size,
      key: destination,
      uploadId,
      partSizeOf: () => partSizeBytes,
      concurrency: settings.concurrency,
    })
    if (parts !== undefined) {
      if (await client.completeUpload(destination, uploadId, parts, { signal })) return true
      if (await wasCompleted(client, destination, parts, true, signal)) return true
    }
  } catch (error) {
    await abortQuietly(client, destination, uploadId)
    throw error
  }
  await abortQuietly(client, destination, uploadId)
  return false
}

/** What went wrong before is what the caller must hear of. The caller's signal may have been given: this is done nevertheless. */
async function abortQuietly(client: ObjectStoreClient, key: string, uploadId: string): Promise<void> {
  await abortUpload(client, key, uploadId).catch(() => undefined)
}
