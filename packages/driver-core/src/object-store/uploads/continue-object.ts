import { copyParts } from '../changing/copy-parts.ts'
import type { CopySource } from '../changing/copy-object.ts'
import { PartBuffer } from '../memory/part-buffer.ts'
import type { StoragePath } from '../../storage-path.ts'
import { ObjectReader } from '../reading/object-reader.ts'
import { abortUpload } from './abort-upload.ts'
import { chainOf } from './chain-of.ts'
import type { MultipartUpload } from './multipart-upload.ts'
import { PartSizes } from './part-sizes.ts'
import { newPartsKey } from './state-key.ts'
import { newMultipart, resumeMultipart } from './unfinished.ts'
import type { UploadContext } from './upload-context.ts'
import type { UploadState } from './upload-state.ts'

/** An object whose bytes are to be continued, and what is known of them. */
export interface ContinuedObject extends CopySource, Pick<UploadState, 'version' | 'note'> {}

/**
 * Makes an upload of an object: the store copies what makes whole parts, and what is left is read. Rare: after a crash, or for an upload
 * that a Go registry began.
 * @returns undefined when the object is missing
 */
export async function continueObject(
  context: UploadContext,
  path: StoragePath,
  source: ContinuedObject,
  signal: AbortSignal | undefined,
): Promise<{ readonly multipart: MultipartUpload; readonly tail: PartBuffer } | undefined> {
  const sizes = PartSizes.choose(context.chunkSizeBytes, source.size, context.limits)
  const tailBytes = source.size % sizes.chunkSizeBytes
  const size = source.size - tailBytes
  const tail = new PartBuffer(context.budget, sizes.chunkSizeBytes)
  try {
    if (tailBytes > 0 && !(await readTail(context, path, source, tail, tailBytes, signal))) return undefined
    if (size === 0) {
      const closed = { version: source.version, note: source.note, tailBytes }
      return { multipart: newMultipart(context, { path, resumable: true, expectedSize: undefined, closed }), tail }
    }
    const multipart = await copyToUpload(context, path, { key: source.key, size }, sizes, signal)
    if (multipart === undefined) tail.giveBack()
    return multipart && { multipart, tail }
  } catch (error) {
    tail.giveBack()
    throw error
  }
}

async function copyToUpload(
  context: UploadContext,
  path: StoragePath,
  { key: source, size }: CopySource,
  sizes: PartSizes,
  signal: AbortSignal | undefined,
): Promise<MultipartUpload | undefined> {
  const { store, copying } = context
  const key = newPartsKey(store.keys.of(path))
  return store.request(path, signal, async (client) => {
    const id = await client.createUpload(key, { signal })
    const { concurrency } = copying
    const partSizeOf = (): number => sizes.chunkSizeBytes
    const copy = { source, size, key, uploadId: id, partSizeOf, concurrency, signal }
    const copied = await copyParts(client, copy).catch(async (error: unknown) => {
      await abortUpload(client, key, id).catch(() => undefined)
      throw error
    })
    if (copied === undefined) await abortUpload(client, key, id, { signal })
    const { chunkSizeBytes, equalParts } = sizes
    const earlier = { count: copied?.length ?? 0, bytes: size, chain: chainOf('', copied ?? []), parts: copied }
    return copied && resumeMultipart(context, path, { key, id, chunkSizeBytes, equalParts }, earlier)
  })
}

async function readTail(
  { store }: UploadContext,
  path: StoragePath,
  { key, size }: CopySource,
  tail: PartBuffer,
  length: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const offset = size - length
  const body = await store.request(path, signal, (client) => client.get(key, { offset, length, signal }))
  if (body === undefined) return false
  const reader = new ObjectReader({ store, path, key, body, offset, length, signal })
  for await (const chunk of reader) await tail.append(chunk as Uint8Array, signal)
  return true
}
