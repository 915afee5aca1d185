import type { ServiceRequest } from '../../http/service-request.ts'
import type { Location } from '../front.ts'
import type { Operation } from '../operation.ts'

interface Form {
  readonly method: string
  readonly on: 'bucket' | 'object'
  /** Parameters that must be there. */
  readonly with?: readonly string[]
  /** Whether it names a source to copy from. */
  readonly copies?: boolean
  readonly operation: Operation
}

/** How requests say what they want. The first form that fits counts. */
const forms: readonly Form[] = [
  { method: 'GET', on: 'bucket', with: ['uploads'], operation: 'ListMultipartUploads' },
  { method: 'POST', on: 'bucket', with: ['delete'], operation: 'DeleteObjects' },
  { method: 'GET', on: 'bucket', operation: 'GetBucket' },
  { method: 'HEAD', on: 'bucket', operation: 'HeadBucket' },
  { method: 'POST', on: 'object', with: ['uploads'], operation: 'InitiateMultipartUpload' },
  { method: 'PUT', on: 'object', with: ['uploadId', 'partNumber'], copies: true, operation: 'UploadPartCopy' },
  { method: 'PUT', on: 'object', with: ['uploadId', 'partNumber'], operation: 'UploadPart' },
  { method: 'GET', on: 'object', with: ['uploadId'], operation: 'ListParts' },
  { method: 'POST', on: 'object', with: ['uploadId'], operation: 'CompleteMultipartUpload' },
  { method: 'DELETE', on: 'object', with: ['uploadId'], operation: 'AbortMultipartUpload' },
  { method: 'PUT', on: 'object', copies: true, operation: 'PutObjectCopy' },
  { method: 'PUT', on: 'object', operation: 'PutObject' },
  { method: 'GET', on: 'object', operation: 'GetObject' },
  { method: 'HEAD', on: 'object', operation: 'HeadObject' },
  { method: 'DELETE', on: 'object', operation: 'DeleteObject' },
]

/**
 * Names what a request asks for.
 * @param otherThings parameters that ask for what is not imitated; silently taking one for something else would be worse
 */
export function recognize(
  request: ServiceRequest,
  { key }: Location,
  headerPrefix: string,
  otherThings: readonly string[],
): Operation {
  const { method, query, headers } = request
  if (otherThings.some((name) => query.has(name))) return 'Unknown'
  const on = key === '' ? 'bucket' : 'object'
  const copies = headers[`${headerPrefix}copy-source`] !== undefined
  const form = forms.find(
    (candidate) =>
      candidate.method === method &&
      candidate.on === on &&
      (candidate.copies !== true || copies) &&
      (candidate.with ?? []).every((name) => query.has(name)),
  )
  return form?.operation ?? 'Unknown'
}
