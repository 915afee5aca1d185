import type { Operation } from '../operation.ts'
import type { ServedOperation } from '../front.ts'
import { sharedOperations } from '../shared/operations/operations.ts'
import { headBucket } from './head-bucket.ts'

export const cosOperations: Readonly<Partial<Record<Operation, ServedOperation>>> = {
  ...sharedOperations,
  HeadBucket: headBucket,
}
