import type { OperationOptions } from '../../operation-options.ts'
import type { ObjectPart, ObjectStoreClient } from '../object-store-client.ts'

/** The parts of an upload, in order; undefined when there is no such upload. At most ten requests, most of the time one. */
export async function listAllParts(
  client: ObjectStoreClient,
  key: string,
  uploadId: string,
  options: OperationOptions = {},
): Promise<ObjectPart[] | undefined> {
  const parts: ObjectPart[] = []
  let after: number | undefined = 0
  while (after !== undefined) {
    const page = await client.listParts(key, uploadId, after, options)
    if (page === undefined) return undefined
    parts.push(...page.parts)
    after = page.next
  }
  return parts
}
