import { createHash } from 'node:crypto'
import type { ServiceRequest } from '../../http/service-request.ts'
import type { Operation } from '../operation.ts'
import { ServiceError } from '../service-error.ts'
import { checkChecksums } from './checksums/check-checksums.ts'
import { readChunks } from './signature/read-chunks.ts'
import type { Verified } from './signature/verify-signature.ts'

/** Whose checksum headers are about the body: on completion they are about the object. */
const checked: ReadonlySet<Operation> = new Set(['PutObject', 'UploadPart', 'DeleteObjects'])

/** Has the body of a request taken out of its chunks, and checked against its signature and its checksums while it is read. */
export function prepareBody({ body, headers }: ServiceRequest, operation: Operation, verified: Verified): void {
  const announced = (headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim().toLowerCase())
  let trailers: Readonly<Record<string, string>> = {}
  const unwrap = unwrapperOf(verified, (received) => (trailers = received))
  const isStreaming = verified.authorization.payloadHash.startsWith('STREAMING-')
  const decodedLength = headers['x-amz-decoded-content-length']
  if (isStreaming && !/^\d{1,15}$/.test(decodedLength ?? '')) throw new ServiceError('MissingContentLength')
  body.passThrough(
    (source) => {
      const bytes = unwrap(source)
      return checked.has(operation) ? checkChecksums(bytes, headers, announced, () => trailers) : bytes
    },
    isStreaming ? Number(decodedLength) : body.declaredSizeBytes,
  )
}

type Unwrapper = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** By `x-amz-content-sha256`: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
function unwrapperOf(
  { authorization, key }: Verified,
  onTrailers: (trailers: Readonly<Record<string, string>>) => void,
): Unwrapper {
  const { payloadHash, scope, date, signature } = authorization
  const signing = { key, scope, date, seed: signature }
  switch (payloadHash) {
    case 'UNSIGNED-PAYLOAD':
      return (source) => source
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return (source) => readChunks(source, undefined, onTrailers)
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return (source) => readChunks(source, signing, onTrailers)
    default:
      if (/^[\da-f]{64}$/.test(payloadHash)) return (source) => checkHash(source, payloadHash)
      throw new ServiceError('InvalidArgument', {
        message: 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, one of STREAMING-…, or a valid sha256 value.',
      })
  }
}

async function* checkHash(source: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const bytes of source) {
    hash.update(bytes)
    yield bytes
  }
  if (hash.digest('hex') !== expected) throw new ServiceError('XAmzContentSHA256Mismatch')
}
