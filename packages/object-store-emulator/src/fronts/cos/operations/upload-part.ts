import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { encryptionHeaders } from './object-headers.ts'
import { receiveContent } from '../../shared/receive-content.ts'
import { readPartNumber, readUploadId } from '../../shared/upload-parameters.ts'

/** https://cloud.tencent.com/document/product/436/7750 */
export async function uploadPart(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits } = call
  const partNumber = readPartNumber(call)
  const { uploadId, metadata } = bucket.getUpload(key, readUploadId(call))
  const part = await receiveContent(call, limits.maxPartSizeBytes, (content) =>
    bucket.putPart(key, uploadId, partNumber, content),
  )
  return {
    status: 200,
    headers: { etag: `"${part.etag}"`, 'x-cos-hash-crc64ecma': part.crc64, ...encryptionHeaders(metadata) },
  }
}
