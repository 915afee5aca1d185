import type { Account } from '../../accounts/account.ts'
import type { Operation } from '../operation.ts'
import { requireAction } from '../shared/require-action.ts'

/**
 * Operations for which an action of another name counts: any of those listed. The policy guide has a copy need PutObject on the
 * destination and GetObject on the source, and a batch need DeleteObject: https://cloud.tencent.com/document/product/436/31923
 */
const actions: Partial<Record<Operation, readonly string[]>> = {
  DeleteObjects: ['DeleteObject', 'DeleteMultipleObjects'],
  PutObjectCopy: ['PutObject'],
}

/** Lets whoever may do an operation with these headers. */
export function checkPermission(
  account: Account,
  operation: Operation,
  headers: Readonly<Record<string, string>> = {},
): void {
  requireAction(account, actions[operation] ?? [operation])
  const setsAcl = Object.keys(headers).some((name) => name === 'x-cos-acl' || name.startsWith('x-cos-grant-'))
  if (setsAcl) requireAction(account, ['PutObjectACL'])
}
