import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { readUploadId } from '../upload-parameters.ts'

export async function abortMultipartUpload(call: ServedCall): Promise<Answer> {
  await call.bucket.abortUpload(call.key, readUploadId(call))
  return { status: 204, headers: {} }
}
