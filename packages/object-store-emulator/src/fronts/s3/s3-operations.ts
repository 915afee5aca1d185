import type { ServedOperation } from '../front.ts'
import type { Operation } from '../operation.ts'
import { getBucket } from '../shared/operations/get-bucket.ts'
import { listObjectsV2 } from '../shared/operations/list-objects-v2.ts'
import { sharedOperations } from '../shared/operations/operations.ts'

export const s3Operations: Readonly<Partial<Record<Operation, ServedOperation>>> = {
  ...sharedOperations,
  GetBucket: (call) => (call.request.query.get('list-type') === '2' ? listObjectsV2(call) : getBucket(call)),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
  HeadBucket: async ({ bucket }) => ({ status: 200, headers: { 'x-amz-bucket-region': bucket.region } }),
}
