import { compareKeys } from './key-order.ts'
import type { MultipartUpload } from './multipart-upload.ts'

export interface ListUploadsOptions {
  readonly prefix: string
  readonly delimiter: string
  readonly keyMarker: string
  /** Counts only together with a key marker. */
  readonly uploadIdMarker: string
  readonly limit: number
}

export interface UploadPage {
  readonly uploads: readonly MultipartUpload[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  readonly nextKeyMarker: string
  readonly nextUploadIdMarker: string
}

/** Uploads by key, those of one key by their id: an upload's id begins with the time it was begun at. */
export function listUploads(all: Iterable<MultipartUpload>, options: ListUploadsOptions): UploadPage {
  const { prefix, delimiter, limit } = options
  const uploads: MultipartUpload[] = []
  const commonPrefixes: string[] = []
  let nextKeyMarker = ''
  let nextUploadIdMarker = ''
  const candidates = [...all]
    .filter((upload) => upload.key.startsWith(prefix) && isAfterMarker(upload, options))
    .toSorted((a, b) => compareKeys(a.key, b.key) || compareKeys(a.uploadId, b.uploadId))
  for (const upload of candidates) {
    const end = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length)
    const group = end === -1 ? undefined : upload.key.slice(0, end + delimiter.length)
    if (group !== undefined && (group === commonPrefixes.at(-1) || group === options.keyMarker)) continue
    if (uploads.length + commonPrefixes.length === limit) {
      return { uploads, commonPrefixes, isTruncated: true, nextKeyMarker, nextUploadIdMarker }
    }
    if (group === undefined) uploads.push(upload)
    else commonPrefixes.push(group)
    nextKeyMarker = group ?? upload.key
    nextUploadIdMarker = group === undefined ? upload.uploadId : ''
  }
  return { uploads, commonPrefixes, isTruncated: false, nextKeyMarker: '', nextUploadIdMarker: '' }
}

function isAfterMarker(upload: MultipartUpload, { keyMarker, uploadIdMarker }: ListUploadsOptions): boolean {
  if (keyMarker === '') return true
  const order = compareKeys(upload.key, keyMarker)
  if (order !== 0) return order > 0
  return uploadIdMarker !== '' && compareKeys(upload.uploadId, uploadIdMarker) > 0
}
