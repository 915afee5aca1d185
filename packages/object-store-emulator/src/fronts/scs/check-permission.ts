import type { Account } from '../../accounts/account.ts'
import type { Operation } from '../operation.ts'
import { requireAction } from '../shared/require-action.ts'

/** No document names the actions of SCS: an account of the emulator is allowed reading, writing, deleting and listing. */
const actions: Readonly<Partial<Record<Operation, string>>> = {
  GetObject: 'Read',
  HeadObject: 'Read',
  DeleteObject: 'Delete',
  DeleteObjects: 'Delete',
  GetBucket: 'List',
  HeadBucket: 'List',
  GetBucketLocation: 'List',
  ListParts: 'List',
  ListMultipartUploads: 'List',
}

export const checkPermission = (account: Account, operation: Operation): void =>
  requireAction(account, [actions[operation] ?? 'Write'])
