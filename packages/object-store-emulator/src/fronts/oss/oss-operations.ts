import type { ServedOperation } from '../front.ts'
import type { Operation } from '../operation.ts'
import { getBucket } from '../shared/operations/get-bucket.ts'
import { listObjectsV2 } from '../shared/operations/list-objects-v2.ts'
import { sharedOperations } from '../shared/operations/operations.ts'

/** OSS has no head of a bucket. */
export const ossOperations: Readonly<Partial<Record<Operation, ServedOperation>>> = {
  ...sharedOperations,
  GetBucket: (call) => (call.request.query.get('list-type') === '2' ? listObjectsV2(call) : getBucket(call)),
}
