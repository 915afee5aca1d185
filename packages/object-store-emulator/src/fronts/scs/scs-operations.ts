import type { ServedOperation } from '../front.ts'
import type { Operation } from '../operation.ts'
import { sharedOperations } from '../shared/operations/operations.ts'
import { renameObject } from './rename-object.ts'
import { plainRegion } from './scs-host.ts'

export const scsOperations: Readonly<Partial<Record<Operation, ServedOperation>>> = {
  ...sharedOperations,
  RenameObject: renameObject,
  GetBucketLocation: async ({ bucket }) => ({
    status: 200,
    headers: { 'x-scs-location': plainRegion(bucket.region) },
  }),
  HeadBucket: async () => ({ status: 200, headers: {} }),
}
