import type { Answer } from '../answer.ts'
import type { ServedCall } from '../front.ts'
import { ServiceError } from '../service-error.ts'

/** `PUT /bucket/key?newObjectName=…`: the object has another key then, and replaces what had that. */
export async function renameObject({ bucket, key, request, pieces }: ServedCall): Promise<Answer> {
  const to = request.query.get('newObjectName') ?? ''
  if (to === '') throw new ServiceError('InvalidArgument', { detail: 'newObjectName is empty' })
  const object = bucket.get(key)
  pieces.retain(object.extents)
  try {
    await bucket.put(to, object, { metadata: object.metadata })
    if (to !== key) await bucket.delete(key)
  } finally {
    pieces.release(object.extents)
  }
  return { status: 200, headers: {} }
}
