import type { StoragePath } from '../../storage-path.ts'
import { isDriverError } from '../../driver-error.ts'
import { PartBuffer } from '../memory/part-buffer.ts'
import type { ObjectPart, UnfinishedUpload } from '../object-store-client.ts'
import { chainOf } from './chain-of.ts'
import { continueObject } from './continue-object.ts'
import { listAllParts } from './list-all-parts.ts'
import { PartSizes } from './part-sizes.ts'
import { resumeMultipart, type Unfinished } from './unfinished.ts'
import type { UploadContext } from './upload-context.ts'

/** An upload that has no state of ours: a Go registry leaves nothing but its parts, at the key that the file is to have. */
export interface ForeignUpload {
  readonly upload: UnfinishedUpload
  readonly parts: readonly ObjectPart[]
  /** Bytes. */
  readonly size: number
}

/** The newest one, found by listing: some stores show that late, or never, so it is only asked where nothing else is known. */
export async function findForeignUpload(
  { store }: UploadContext,
  path: StoragePath,
  signal: AbortSignal | undefined,
): Promise<ForeignUpload | undefined> {
  const key = store.keys.of(path)
  return store.request(path, signal, async (client) => {
    let newest: UnfinishedUpload | undefined
    try {
      for await (const upload of client.listUploads(key, { signal })) {
        const isNewer = newest === undefined || upload.startedAt >= newest.startedAt
        if (upload.key === key && isNewer) newest = upload
      }
    } catch (error) {
      // Who may not list uploads has none to continue: it is a right that nothing else needs.
      if (!isDriverError(error, 'ACCESS_DENIED', 'UNSUPPORTED')) throw error
    }
    const parts = newest && (await listAllParts(client, key, newest.uploadId, { signal }))
    if (newest === undefined || parts === undefined || parts.at(-1)?.number !== (parts.length || undefined))
      return undefined
    return { upload: newest, parts, size: parts.reduce((sum, part) => sum + part.size, 0) }
  })
}

/**
 * Continues it. The Go registry sends whatever a request leaves as a part, and a part that is shorter than the store wants can only be the
 * last one: as that registry does, what is there is then made an object, and that the beginning of a new upload.
 */
export async function adoptUpload(
  context: UploadContext,
  path: StoragePath,
  { upload, parts, size }: ForeignUpload,
  signal: AbortSignal | undefined,
): Promise<Unfinished | undefined> {
  const { store, states } = context
  const { key, uploadId: id } = upload
  const chain = chainOf('', parts)
  const common = { version: chainOf(id, parts), note: undefined, completed: undefined, isFileThere: false }
  if ((parts.at(-1)?.size ?? context.minPartSizeBytes) >= context.minPartSizeBytes) {
    const { chunkSizeBytes, equalParts } = PartSizes.choose(context.chunkSizeBytes, undefined, context.limits)
    const earlier = { count: parts.length, bytes: size, chain, parts }
    const multipart = resumeMultipart(context, path, { key, id, chunkSizeBytes, equalParts }, earlier)
    const tail = new PartBuffer(context.budget, multipart.nextPartBytes)
    return { ...common, multipart, tail, leftOver: [] }
  }
  const isObject = await store.request(path, signal, (client) => client.completeUpload(key, id, parts, { signal }))
  const source = { key, size, version: common.version, note: undefined }
  const continued = isObject ? await continueObject(context, path, source, signal) : undefined
  if (continued === undefined) return undefined
  const { multipart, tail } = continued
  const state = multipart.id === undefined ? undefined : await multipart.settle()
  const version = common.version
  await states.write(path, { version, multipart: state, tailBytes: tail.size }, tail.content(), signal)
  await store.request(path, signal, (client) => client.delete([key], { signal }))
  return { ...common, multipart, tail, leftOver: [states.keyOf(path)] }
}
