import type { Operation } from '../operation.ts'
import type { ServedOperation } from '../front.ts'
import { sharedOperations } from '../shared/operations/operations.ts'
import { headBucket } from './head-bucket.ts'

export const cosOperations: Readonly<Record<Exclude<Operation, 'Unknown'>, ServedOperation>> = {
  ...sharedOperations,
  HeadBucket: headBucket,
}
