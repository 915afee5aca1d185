import type { Answer } from '../../answer.ts'
import type { CosCall } from '../cos-call.ts'
import { readUploadId } from './upload-parameters.ts'

/** https://cloud.tencent.com/document/product/436/7740 */
export async function abortMultipartUpload(call: CosCall): Promise<Answer> {
  await call.bucket.abortUpload(call.key, readUploadId(call))
  return { status: 204, headers: {} }
}
