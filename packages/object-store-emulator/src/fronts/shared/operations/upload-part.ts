import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { crc64Header, encryptionHeaders } from './object-headers.ts'
import { receiveContent } from '../receive-content.ts'
import { readPartNumber, readUploadId } from '../upload-parameters.ts'

export async function uploadPart(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, dialect } = call
  const partNumber = readPartNumber(call)
  const { uploadId, metadata } = bucket.getUpload(key, readUploadId(call))
  const part = await receiveContent(call, limits.maxPartSizeBytes, (content) =>
    bucket.putPart(key, uploadId, partNumber, content),
  )
  return {
    status: 200,
    headers: {
      etag: dialect.writeEtag(part.etag),
      ...crc64Header(dialect, part.crc64),
      ...encryptionHeaders(metadata, dialect),
    },
  }
}
