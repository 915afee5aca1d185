import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { encryptionHeaders, forbidsOverwrite, readMetadata } from './object-headers.ts'
import { receiveContent } from '../../shared/receive-content.ts'

/** https://cloud.tencent.com/document/product/436/7749 */
export async function putObject(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request } = call
  const metadata = readMetadata(request.headers)
  const options = { metadata, forbidsOverwrite: forbidsOverwrite(request.headers) }
  const object = await receiveContent(call, limits.maxSinglePutSizeBytes, (content) =>
    bucket.put(key, content, options),
  )
  return {
    status: 200,
    headers: { etag: `"${object.etag}"`, 'x-cos-hash-crc64ecma': object.crc64, ...encryptionHeaders(metadata) },
  }
}
