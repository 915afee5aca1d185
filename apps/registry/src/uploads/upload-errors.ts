import { RegistryError } from '../errors/registry-error.ts'
import { algorithmOf, type Digest } from '../names/digest.ts'
import type { UploadDigests } from './upload-hasher.ts'
import { uploadRange } from './upload-range.ts'

export function unknownUpload(id: string): RegistryError {
  return new RegistryError('BLOB_UPLOAD_UNKNOWN', { detail: { id: id.slice(0, 64) } })
}

export function isUnknownUpload(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'BLOB_UPLOAD_UNKNOWN'
}

export function isWrongDigest(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'DIGEST_INVALID'
}

/** @throws RegistryError DIGEST_INVALID when the bytes have another digest than the client says */
export function assertDigest(expected: Digest, digests: UploadDigests): void {
  const actual = digests[algorithmOf(expected)]
  if (actual !== expected) throw new RegistryError('DIGEST_INVALID', { detail: { expected, actual } })
}

/** @param size bytes that are stored */
export function wrongStart(size: number): RegistryError {
  return new RegistryError('RANGE_INVALID', {
    message: `the upload has ${size} bytes so far; ask for its status and go on from there`,
    detail: { offset: size },
    headers: { Range: uploadRange(size) },
  })
}

/** Of two chunks at once only one can be the next. */
export function uploadIsBusy(cause?: unknown): RegistryError {
  return new RegistryError('RANGE_INVALID', { message: 'another request is writing to this upload', cause })
}
