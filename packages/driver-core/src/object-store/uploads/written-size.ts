import type { WrittenSizeOptions } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import { findForeignUpload } from './adopt-upload.ts'
import { listArrivedParts } from './list-arrived-parts.ts'
import type { UploadContext } from './upload-context.ts'

/** Bytes that a writer would continue: no request where this process remembers them, else one for the state's first bytes. */
export async function writtenSize(
  context: UploadContext,
  path: StoragePath,
  { resumeToken, signal }: WrittenSizeOptions = {},
): Promise<number> {
  const remembered = context.remembered.peek(path, resumeToken)
  const state = remembered?.state ?? (await context.states.readHeader(path, signal))
  if (state === undefined) return (await findForeignUpload(context, path, signal))?.size ?? 0
  if (state === null) throw context.states.broken(path)
  const { completed, multipart, tailBytes } = state
  if (completed !== undefined) return completed.bytes
  if (multipart?.open !== true) return (multipart?.bytes ?? 0) + tailBytes
  const parts = await listArrivedParts(context, path, multipart, signal)
  return parts?.reduce((sum, part) => sum + part.size, 0) ?? 0
}
