import { pathNotFound } from '../../driver-error.ts'
import type { DeleteOptions } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import { abortUnfinished } from './abort-unfinished.ts'
import type { ObjectStore } from '../object-store.ts'
import { dropUpload } from '../uploads/drop-upload.ts'
import type { RememberedUploads } from '../uploads/remembered-uploads.ts'
import type { UploadStates } from '../uploads/upload-states.ts'

/** Uploads that are dropped at the same time. */
const dropsAtOnce = 16

/** Keys that one request deletes. */
const mostKeys = 1000

/** A store that shows deleted objects for long, or a writer that goes on for ever, is not waited for. */
const mostRounds = 10

export interface DeleteContext {
  readonly store: ObjectStore
  readonly states: UploadStates
  readonly remembered: RememberedUploads
}

/**
 * One request for what can only be a file. Else the file, its unfinished upload, and all below it: listed by the path and a slash, so that `/ab`
 * is not touched for `/a`, deleted page by page, and listed again until nothing is left.
 */
export async function deletePath(
  context: DeleteContext,
  path: StoragePath,
  options: DeleteOptions = {},
): Promise<void> {
  const { store, remembered } = context
  const { signal } = options
  const key = store.keys.of(path)
  if (options.as === 'file') {
    remembered.forget(path)
    await store.request(path, signal, (client) => client.delete([key], { signal }))
    return
  }
  remembered.forgetWithin(path)
  const [head, hadUpload, hadChildren, hadOthers] = await Promise.all([
    store.request(path, signal, (client) => client.head(key, { signal })),
    dropUpload(context, path, signal),
    deleteBelow(context, path, signal),
    abortUnfinished(store, path, signal),
  ])
  if (head !== undefined) await store.request(path, signal, (client) => client.delete([key], { signal }))
  if (head === undefined && !hadUpload && !hadChildren && !hadOthers) throw pathNotFound(store.name, path)
}

async function deleteBelow(
  context: DeleteContext,
  path: StoragePath,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let isFound = false
  for (let round = 0; round < mostRounds; round += 1) {
    if (!(await deleteOnce(context, path, signal))) break
    isFound = true
  }
  return isFound
}

/** @returns whether there was something */
async function deleteOnce(
  context: DeleteContext,
  path: StoragePath,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { store, states } = context
  const prefix = store.keys.prefixOf(path)
  let isFound = false
  let after: string | undefined
  do {
    const pageOptions = { prefix, after, signal }
    const page = await store.request(path, signal, (client) => client.list(pageOptions))
    const keys = page.objects.map((object) => object.key)
    const uploads = keys.flatMap((key) => states.pathOf(key) ?? [])
    for (let start = 0; start < uploads.length; start += dropsAtOnce) {
      await Promise.all(uploads.slice(start, start + dropsAtOnce).map((upload) => dropUpload(context, upload, signal)))
    }
    for (let start = 0; start < keys.length; start += mostKeys) {
      const batch = keys.slice(start, start + mostKeys)
      await store.request(path, signal, (client) => client.delete(batch, { signal }))
    }
    isFound ||= keys.length > 0
    after = page.next
  } while (after !== undefined)
  return isFound
}
