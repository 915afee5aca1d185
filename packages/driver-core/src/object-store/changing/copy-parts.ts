import type { CopyOptions, ObjectPart, ObjectStoreClient } from '../object-store-client.ts'

export interface CopyPartsOptions extends CopyOptions {
  readonly source: string
  /** Bytes of the source that are copied, from the first on. */
  readonly size: number
  readonly key: string
  readonly uploadId: string
  /** Bytes of the part of that number. */
  readonly partSizeOf: (number: number) => number
  /** Parts that are copied at the same time. */
  readonly concurrency: number
}

/**
 * Copies an object as the parts of an upload, several at a time. When one fails no other is begun, and all have ended when this does.
 * @returns the parts; undefined when the source or the upload is missing
 */
export async function copyParts(
  client: ObjectStoreClient,
  options: CopyPartsOptions,
): Promise<ObjectPart[] | undefined> {
  const { source, size, key, uploadId, partSizeOf, concurrency, ifMatch, signal } = options
  const parts: ObjectPart[] = []
  let isMissing = false
  let hasFailed = false
  const ranges = rangesOf(size, partSizeOf)
  const copy = async (): Promise<void> => {
    for (const { number, offset, length } of ranges) {
      if (isMissing || hasFailed) return
      const part = await client.copyPart(key, uploadId, number, source, { offset, length }, { ifMatch, signal })
      if (part === undefined) isMissing = true
      else parts.push(part)
    }
  }
  const copying = Array.from({ length: concurrency }, () =>
    copy().catch((error: unknown) => {
      hasFailed = true
      throw error
    }),
  )
  for (const outcome of await Promise.allSettled(copying)) if (outcome.status === 'rejected') throw outcome.reason
  return isMissing ? undefined : parts.toSorted((one, other) => one.number - other.number)
}

interface PartRange {
  readonly number: number
  readonly offset: number
  readonly length: number
}

function* rangesOf(size: number, partSizeOf: (number: number) => number): Generator<PartRange, void, void> {
  let offset = 0
  for (let number = 1; offset < size; number += 1) {
    const length = Math.min(partSizeOf(number), size - offset)
    yield { number, offset, length }
    offset += length
  }
}
