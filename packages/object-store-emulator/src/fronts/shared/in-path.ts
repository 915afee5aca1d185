import type { Location } from '../front.ts'

/** What a path means that begins with the bucket. */
export function inPath(path: string, region: string | undefined): Location {
  const [, bucketName = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  return { bucketName, key, region, style: 'path' }
}
