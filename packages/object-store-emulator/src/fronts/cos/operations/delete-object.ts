import type { Answer } from '../../answer.ts'
import type { CosCall } from '../cos-call.ts'

/** https://cloud.tencent.com/document/product/436/7743: what is not there is deleted as well. */
export async function deleteObject({ bucket, key }: CosCall): Promise<Answer> {
  await bucket.delete(key)
  return { status: 204, headers: {} }
}
