import { createHash } from 'node:crypto'
import type { StoredContent } from '../../engine/stored-object.ts'
import { ServiceError } from '../service-error.ts'
import type { ServedCall } from '../front.ts'

/** Stores the body of a request, checked against its length and its Content-MD5, for as long as `use` runs. */
export async function receiveContent<Result>(
  call: ServedCall,
  maximumSizeBytes: number,
  use: (content: StoredContent) => Promise<Result>,
): Promise<Result> {
  const { pieces } = call
  const { body } = call.request
  if (body.declaredSizeBytes === undefined && !body.isChunked) throw new ServiceError('MissingContentLength')
  const expectedMd5 = readContentMd5(call)
  const content = await pieces.store(body.stream(maximumSizeBytes))
  try {
    if (expectedMd5 !== undefined && expectedMd5 !== content.etag) throw new ServiceError('BadDigest')
    return await use(content)
  } finally {
    pieces.release(content.extents)
  }
}

/** A document in a request: small, and if it comes with a Content-MD5 that must fit. */
export async function receiveDocument(call: ServedCall): Promise<string> {
  const expectedMd5 = readContentMd5(call)
  const bytes = await call.request.body.bytes(maximumDocumentSizeBytes)
  const md5 = createHash('md5').update(bytes).digest('hex')
  if (expectedMd5 !== undefined && expectedMd5 !== md5) throw new ServiceError('BadDigest')
  return bytes.toString('utf8')
}

/** Room for ten thousand parts, or a thousand keys of full length. */
const maximumDocumentSizeBytes = 4 * 1024 * 1024

/** Hexadecimal, from the base64 of the header. */
function readContentMd5({ request: { headers }, dialect }: ServedCall): string | undefined {
  const text = headers['content-md5']
  if (text === undefined) return undefined
  if (dialect.takesHexMd5 && /^[\da-f]{32}$/i.test(text)) return text.toLowerCase()
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 16 || bytes.toString('base64') !== text) throw new ServiceError('InvalidDigest')
  return bytes.toString('hex')
}
