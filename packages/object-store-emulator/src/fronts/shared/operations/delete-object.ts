import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'

/** What is not there is deleted as well. */
export async function deleteObject({ bucket, key }: ServedCall): Promise<Answer> {
  await bucket.delete(key)
  return { status: 204, headers: {} }
}
