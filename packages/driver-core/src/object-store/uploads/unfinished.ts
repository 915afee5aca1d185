import { PartBuffer } from '../memory/part-buffer.ts'
import type { StoragePath } from '../../storage-path.ts'
import { type EarlierParts, MultipartUpload, noParts } from './multipart-upload.ts'
import { PartSizes } from './part-sizes.ts'
import { newPartsKey } from './state-key.ts'
import type { UploadContext } from './upload-context.ts'
import type { MultipartState, UploadState } from './upload-state.ts'

/** What a writer begins with. */
export interface Unfinished {
  readonly version: string
  readonly note: string | undefined
  readonly multipart: MultipartUpload
  /** What follows the parts. */
  readonly tail: PartBuffer
  /** Set when all the bytes are an object already, that is to be copied to its place. */
  readonly completed: UploadState['completed']
  /** Keys of what the end of the upload leaves behind, a state most of all. */
  readonly leftOver: readonly string[]
  /** Whether a file, an empty one, is at the path. */
  readonly isFileThere: boolean
}

/** The version of no bytes. */
export const versionOfNothing = 'nothing'

export interface NewUploadOptions {
  readonly path: StoragePath
  readonly resumable: boolean
  readonly expectedSize: number | undefined
  readonly leftOver?: readonly string[]
  readonly isFileThere?: boolean
}

/** An upload without bytes. It costs no request. */
export function newUpload(context: UploadContext, options: NewUploadOptions): Unfinished {
  const { path, resumable, expectedSize, leftOver = [], isFileThere = false } = options
  const multipart = newMultipart(context, { path, resumable, expectedSize, closed: undefined })
  return {
    version: versionOfNothing,
    note: undefined,
    multipart,
    tail: new PartBuffer(context.budget, multipart.sizes.chunkSizeBytes),
    completed: undefined,
    leftOver,
    isFileThere,
  }
}

export interface NewMultipartOptions {
  readonly path: StoragePath
  readonly resumable: boolean
  readonly expectedSize: number | undefined
  /** What was closed before, all of it tail; undefined for nothing. */
  readonly closed: Pick<UploadState, 'version' | 'note' | 'tailBytes'> | undefined
}

/** A multipart upload that is yet to begin. The state that notes its beginning holds what was closed before: a crash must not lose that. */
export function newMultipart(context: UploadContext, options: NewMultipartOptions): MultipartUpload {
  const { path, resumable, expectedSize, closed } = options
  const { store, states, limits, partsInFlight } = context
  const chunkSizeBytes = Math.max(context.chunkSizeBytes, closed?.tailBytes ?? 0)
  const note = async (multipart: MultipartState, first: PartBuffer): Promise<void> => {
    const { version, tailBytes } = closed ?? { version: versionOfNothing, tailBytes: 0 }
    const state = { version, note: closed?.note, multipart: { ...multipart, open: closed === undefined }, tailBytes }
    await states.write(path, state, first.content(tailBytes), undefined)
  }
  const key = store.keys.of(path)
  return new MultipartUpload({
    store,
    path,
    // Two replicas may work on one upload: if what they complete had one key, one could copy the other's bytes.
    key: resumable ? newPartsKey(key) : key,
    id: undefined,
    sizes: PartSizes.choose(chunkSizeBytes, expectedSize, limits),
    partsInFlight,
    earlier: noParts,
    isPrivate: !resumable,
    note: resumable ? note : undefined,
  })
}

/** A multipart upload that another writer began. */
export function resumeMultipart(
  { store, limits, partsInFlight }: UploadContext,
  path: StoragePath,
  state: Pick<MultipartState, 'key' | 'id' | 'chunkSizeBytes' | 'equalParts'>,
  earlier: EarlierParts,
): MultipartUpload {
  return new MultipartUpload({
    store,
    path,
    key: state.key,
    id: state.id,
    sizes: new PartSizes(state, limits),
    partsInFlight,
    earlier,
    isPrivate: false,
  })
}
