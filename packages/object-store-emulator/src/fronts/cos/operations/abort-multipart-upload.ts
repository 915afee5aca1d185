import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { readUploadId } from '../../shared/upload-parameters.ts'

/** https://cloud.tencent.com/document/product/436/7740 */
export async function abortMultipartUpload(call: ServedCall): Promise<Answer> {
  await call.bucket.abortUpload(call.key, readUploadId(call))
  return { status: 204, headers: {} }
}
