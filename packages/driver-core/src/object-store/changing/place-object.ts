import type { CopyOptions, ObjectStoreClient } from '../object-store-client.ts'
import { copyObject, type CopySettings, type CopySource } from './copy-object.ts'

/** Renames an object where the store can, else copies it: whether it is still there afterwards is left open. False when it was missing. */
export async function placeObject(
  client: ObjectStoreClient,
  settings: CopySettings,
  source: CopySource,
  destination: string,
  options: CopyOptions = {},
): Promise<boolean> {
  const isMoved = await client.rename?.(source.key, destination, { signal: options.signal })
  if (typeof isMoved === 'boolean') return isMoved
  return copyObject(client, settings, source, destination, options)
}
