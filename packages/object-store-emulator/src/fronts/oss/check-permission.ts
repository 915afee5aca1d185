import type { Account } from '../../accounts/account.ts'
import type { Operation } from '../operation.ts'
import { requireAction } from '../shared/require-action.ts'

/**
 * The action of RAM that an operation needs, without its `oss:`. There is none for the steps of an upload, for heads and for batches:
 * https://www.alibabacloud.com/help/en/oss/user-guide/authorization-syntax-and-elements
 */
const actions: Readonly<Partial<Record<Operation, string>>> = {
  PutObject: 'PutObject',
  GetObject: 'GetObject',
  HeadObject: 'GetObject',
  DeleteObject: 'DeleteObject',
  DeleteObjects: 'DeleteObject',
  PutObjectCopy: 'PutObject',
  GetBucket: 'ListObjects',
  HeadBucket: 'GetBucketInfo',
  InitiateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  ListParts: 'ListParts',
  CompleteMultipartUpload: 'PutObject',
  AbortMultipartUpload: 'AbortMultipartUpload',
  ListMultipartUploads: 'ListMultipartUploads',
}

export function checkPermission(
  account: Account,
  operation: Operation,
  headers: Readonly<Record<string, string>> = {},
): void {
  requireAction(account, [actions[operation] ?? operation])
  if (headers['x-oss-object-acl'] !== undefined) requireAction(account, ['PutObjectAcl'])
}
