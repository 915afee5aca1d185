import { decodeKey } from '../decode-key.ts'
import type { NamedSource } from '../dialect.ts'

/** `/<bucket>/<encoded key>`, or without the first slash. */
export function readBucketAndKey(text: string): NamedSource | undefined {
  const [, bucketName, encodedKey = ''] = /^\/?([^/]+)\/(.+)$/.exec(text) ?? []
  const key = decodeKey(encodedKey)
  if (bucketName === undefined || key === undefined) return undefined
  return { bucketName, region: undefined, key }
}
