import { sliceExtents } from '../../../engine/extent.ts'
import type { StoredObject } from '../../../engine/stored-object.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { readRange } from '../../shared/byte-range.ts'
import { checkReadable, storageClassHeader } from './object-headers.ts'
import { checkConditions } from '../../shared/preconditions.ts'

/** GET and HEAD of an object: https://cloud.tencent.com/document/product/436/7753 */
export async function getObject(call: ServedCall): Promise<Answer> {
  const { bucket, key, request, pieces, whenDone } = call
  const object = bucket.get(key)
  const condition = checkConditions(request.headers, object)
  if (condition === 'failed') throw new ServiceError('PreconditionFailed')
  const headers = { ...objectHeaders(object), ...overrides(request.query.entries), ...downloadHeaders(call) }
  if (condition === 'not modified') return { status: 304, headers: { etag: headers.etag } }
  if (request.method === 'GET') checkReadable(object.metadata)
  const range = readRange(request.headers['range'], object.size)
  if (range === 'unsatisfiable') {
    throw new ServiceError('InvalidRange', { headers: { 'content-range': `bytes */${object.size}` } })
  }
  // Until the answer is sent, which a fault may hold up, nobody may take the bytes away.
  pieces.retain(object.extents)
  whenDone(() => pieces.release(object.extents))
  const { offset, length } = range ?? { offset: 0, length: object.size }
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(length),
      ...(range && { 'content-range': `bytes ${offset}-${offset + length - 1}/${object.size}` }),
    },
    body: pieces.read(sliceExtents(object.extents, offset, length)),
  }
}

/**
 * On the hosts of COS, buckets that were made since 2024 have everything saved as a file, and no programs for phones:
 * https://www.tencentcloud.com/document/product/436/57456
 */
function downloadHeaders({ key, location, request }: ServedCall): Record<string, string> {
  if (location.style !== 'virtual host' || request.method !== 'GET') return {}
  if (/\.(?:apk|ipa)$/i.test(key)) throw new ServiceError('DownloadForbidden')
  return { 'content-disposition': 'attachment', 'x-cos-force-download': 'true' }
}

const objectHeaders = (object: StoredObject) => ({
  'content-type': 'application/octet-stream',
  ...object.metadata.headers,
  ...storageClassHeader(object.metadata),
  'accept-ranges': 'bytes',
  etag: `"${object.etag}"`,
  'last-modified': new Date(object.lastModified).toUTCString(),
  'x-cos-hash-crc64ecma': object.crc64,
})

/** `response-content-type` and its like say what the answer's headers are to be. */
const overrides = (entries: readonly (readonly [name: string, value: string])[]): Record<string, string> =>
  Object.fromEntries(
    entries
      .filter(([name]) => overridable.has(name))
      .map(([name, value]) => [name.slice('response-'.length), value] as const),
  )

const overridable: ReadonlySet<string> = new Set(
  ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires'].map(
    (name) => `response-${name}`,
  ),
)
