import type { Account } from '../../accounts/account.ts'
import type { Operation } from '../operation.ts'
import { ServiceError } from '../service-error.ts'

/** The action that an account needs for an operation, as https://cloud.tencent.com/document/product/598/69901 names it. */
const actions: Partial<Record<Operation, string>> = {
  DeleteObjects: 'DeleteMultipleObjects',
  PutObjectCopy: 'PutObject',
}

/** Says no more than COS does: not which action is missing. */
export function checkPermission({ permissions }: Account, operation: Operation): void {
  const action = actions[operation] ?? operation
  if (permissions === undefined || permissions.includes(action)) return
  throw new ServiceError('AccessDenied', { detail: `the account lacks the permission ${action}` })
}
