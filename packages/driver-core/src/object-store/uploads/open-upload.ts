import { DriverError } from '../../driver-error.ts'
import type { WriterOptions } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import { PartBuffer } from '../memory/part-buffer.ts'
import type { ObjectPart } from '../object-store-client.ts'
import { adoptUpload, findForeignUpload } from './adopt-upload.ts'
import { chainOf } from './chain-of.ts'
import { dropUpload } from './drop-upload.ts'
import { listArrivedParts } from './list-arrived-parts.ts'
import type { MultipartUpload } from './multipart-upload.ts'
import { newMultipart, newUpload, type NewUploadOptions, resumeMultipart, type Unfinished } from './unfinished.ts'
import type { UploadContext } from './upload-context.ts'
import type { MultipartState, UploadState } from './upload-state.ts'

/** Finds what a writer is to continue: no request where this process remembers it, else one, and more only after a crash or a Go registry. */
export async function openUpload(
  context: UploadContext,
  path: StoragePath,
  options: WriterOptions,
): Promise<Unfinished> {
  const { append = false, resumable = true, resumeToken, expectedSize, signal } = options
  const fresh = { path, resumable, expectedSize }
  if (!resumable) return newUpload(context, fresh)
  if (!append) {
    await dropUpload(context, path, signal)
    return newUpload(context, fresh)
  }
  const remembered = context.remembered.take(path, resumeToken)
  if (remembered !== undefined) {
    const { multipart, tail } = partsOf(context, fresh, remembered.state, remembered.parts)
    tail.attach(remembered.tail)
    return closedUpload(context, fresh, remembered.state, multipart, tail)
  }
  let multipart: MultipartUpload | undefined
  const read = await context.states.read(
    path,
    (state) => {
      const parts = partsOf(context, fresh, state, undefined)
      ;({ multipart } = parts)
      return parts.tail
    },
    signal,
  )
  if (read === undefined || multipart === undefined) return openWithoutState(context, fresh, options)
  const { state, tail } = read
  if (state.completed !== undefined) return openCompleted(context, fresh, state, signal)
  if (state.multipart?.open === true) return openArrived(context, fresh, state.multipart, signal)
  return closedUpload(context, fresh, state, multipart, tail)
}

function partsOf(
  context: UploadContext,
  { path, expectedSize }: NewUploadOptions,
  state: UploadState,
  parts: readonly ObjectPart[] | undefined,
): { readonly multipart: MultipartUpload; readonly tail: PartBuffer } {
  const known = state.multipart
  const multipart =
    known === undefined
      ? newMultipart(context, { path, resumable: true, expectedSize, closed: state })
      : resumeMultipart(context, path, known, { count: known.parts, bytes: known.bytes, chain: known.chain, parts })
  const capacityBytes = Math.max(multipart.nextPartBytes, state.tailBytes)
  return { multipart, tail: new PartBuffer(context.budget, capacityBytes) }
}

/** Bytes that were closed. Parts that arrived later are not among them: nobody knows what they follow on, nor their hash. */
function closedUpload(
  { states }: UploadContext,
  { path }: NewUploadOptions,
  { version, note }: UploadState,
  multipart: MultipartUpload,
  tail: PartBuffer,
): Unfinished {
  const leftOver = [states.keyOf(path)]
  return { version, note, multipart, tail, completed: undefined, leftOver, isFileThere: false }
}

/** A writer died before anything was closed: the parts that arrived are what there is. */
async function openArrived(
  context: UploadContext,
  fresh: NewUploadOptions,
  known: MultipartState,
  signal: AbortSignal | undefined,
): Promise<Unfinished> {
  const { path } = fresh
  const parts = await listArrivedParts(context, path, known, signal)
  // The store, or another writer, has dropped it. What it was completed to would lie at its key, of nobody knows which bytes.
  const stateKey = context.states.keyOf(path)
  if (parts === undefined) return newUpload(context, { ...fresh, leftOver: [stateKey, known.key] })
  const bytes = parts.reduce((sum, part) => sum + part.size, 0)
  const earlier = { count: parts.length, bytes, chain: chainOf('', parts), parts }
  const multipart = resumeMultipart(context, path, known, earlier)
  const state = { version: chainOf(known.id, parts), tailBytes: 0 }
  return closedUpload(context, fresh, state, multipart, new PartBuffer(context.budget, multipart.nextPartBytes))
}

/** A writer died when its parts were one object, before that was at its place. */
async function openCompleted(
  context: UploadContext,
  fresh: NewUploadOptions,
  { completed, version, note }: UploadState,
  signal: AbortSignal | undefined,
): Promise<Unfinished> {
  const { store, states } = context
  const key = completed?.key ?? ''
  const head = await store.request(fresh.path, signal, (client) => client.head(key, { signal }))
  const empty = newUpload(context, { ...fresh, leftOver: [states.keyOf(fresh.path)] })
  if (head === undefined || head.size !== completed?.bytes) return empty
  return { ...empty, version, note, completed }
}

async function openWithoutState(
  context: UploadContext,
  fresh: NewUploadOptions,
  { knownSize, signal }: WriterOptions,
): Promise<Unfinished> {
  if (knownSize === 0) return newUpload(context, fresh)
  const { store } = context
  const { path } = fresh
  const key = store.keys.of(path)
  const [foreign, head] = await Promise.all([
    findForeignUpload(context, path, signal),
    store.request(path, signal, (client) => client.head(key, { signal })),
  ])
  const adopted = foreign && (await adoptUpload(context, path, foreign, signal))
  if (adopted !== undefined) return adopted
  if (head !== undefined && head.size > 0) {
    const message = 'an object store cannot append to a file that was committed, unless it is empty'
    throw new DriverError({ code: 'UNSUPPORTED', driver: store.name, path, message })
  }
  return newUpload(context, { ...fresh, isFileThere: head !== undefined })
}
