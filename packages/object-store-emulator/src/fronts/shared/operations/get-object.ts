import { sliceExtents } from '../../../engine/extent.ts'
import type { StoredObject } from '../../../engine/stored-object.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { readRange } from '../byte-range.ts'
import { checkReadable, crc64Header } from './object-headers.ts'
import { checkConditions } from '../preconditions.ts'

/** GET and HEAD of an object. */
export async function getObject(call: ServedCall): Promise<Answer> {
  const { bucket, key, request, pieces, whenDone, dialect } = call
  const object = bucket.get(key)
  const condition = checkConditions(request.headers, object)
  if (condition === 'failed') throw new ServiceError('PreconditionFailed')
  const headers = {
    ...objectHeaders(object, call),
    ...overrides(request.query.entries),
    ...(request.method === 'GET' && dialect.downloadHeaders(call)),
  }
  if (condition === 'not modified') return { status: 304, headers: { etag: headers.etag } }
  if (request.method === 'GET') checkReadable(object.metadata)
  const range = dialect.honoursRange(call, object.size) ? readRange(request.headers['range'], object.size) : undefined
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

const objectHeaders = (object: StoredObject, { dialect }: ServedCall) => ({
  'content-type': 'application/octet-stream',
  ...object.metadata.headers,
  ...dialect.objectHeaders(object),
  ...crc64Header(dialect, object.crc64),
  'accept-ranges': 'bytes',
  etag: dialect.writeEtag(object.etag),
  'last-modified': new Date(object.lastModified).toUTCString(),
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
