import type { Answer } from '../../answer.ts'
import type { CosCall } from '../cos-call.ts'
import { encryptionHeaders } from './object-headers.ts'
import { receiveContent } from './receive-content.ts'
import { readPartNumber, readUploadId } from './upload-parameters.ts'

/** https://cloud.tencent.com/document/product/436/7750 */
export async function uploadPart(call: CosCall): Promise<Answer> {
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
