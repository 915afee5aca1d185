import type { StoragePath } from '../../storage-path.ts'
import { abortUpload } from './abort-upload.ts'
import type { UploadContext } from './upload-context.ts'

/** Drops what was left unfinished at a path: one request when there is nothing. @returns whether there was something */
export async function dropUpload(
  { store, states, remembered }: Pick<UploadContext, 'store' | 'states' | 'remembered'>,
  path: StoragePath,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  remembered.forget(path)
  const state = await states.readHeader(path, signal)
  if (state === undefined) return false
  await store.request(path, signal, async (client) => {
    const { multipart, completed } = state ?? {}
    if (multipart !== undefined) await abortUpload(client, multipart.key, multipart.id, { signal })
    const keys = [completed?.key, multipart?.key].filter((key) => key !== undefined && key !== store.keys.of(path))
    await client.delete([states.keyOf(path), ...new Set(keys as string[])], { signal })
  })
  return true
}
