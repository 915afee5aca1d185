import { storedPath } from '../../../src/testing/stored-files.ts'
import { faultOf } from '../../hostile-input/support/store-faults.ts'
import type { EmulatedStore } from './emulated-store.ts'

const root = storedPath('').slice(1)

/** All that is wrong with a bucket at rest: links that are not whole or lead nowhere, blobs of other bytes than their digest's. */
export async function bucketFaults({ bucket }: EmulatedStore): Promise<string[]> {
  const files = bucket.objects().map(({ key }) => key.slice(root.length))
  const present = new Set(files)
  const faults: string[] = []
  for (const file of files) {
    const fault = await faultOf(file, await bucket.read(`${root}${file}`), present)
    if (fault !== undefined) faults.push(`${file}: ${fault}`)
  }
  return faults
}

/**
 * What unfinished uploads keep in a bucket. One that began with an answer which was lost is known to nobody, and has no parts: the bucket's own
 * rule for unfinished uploads ends it.
 */
export function unfinished({ bucket }: EmulatedStore): string[] {
  return [
    ...bucket.objects().flatMap(({ key }) => (key.includes('/_uploads/') ? [key] : [])),
    ...bucket.uploads().flatMap(({ key, uploadId, parts }) => (parts.size > 0 ? [`${key} (${uploadId})`] : [])),
  ]
}
