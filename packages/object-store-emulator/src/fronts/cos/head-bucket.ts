import type { Answer } from '../answer.ts'
import type { ServedCall } from '../front.ts'

/** https://cloud.tencent.com/document/product/436/7735 */
export async function headBucket({ bucket }: ServedCall): Promise<Answer> {
  return { status: 200, headers: { 'x-cos-bucket-region': bucket.region } }
}
