import type { Account } from '../../accounts/account.ts'
import type { Operation } from '../operation.ts'
import { requireAction } from '../shared/require-action.ts'

/**
 * The actions of IAM that operations need, without their `s3:`, where they have other names:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const actions: Readonly<Partial<Record<Operation, string>>> = {
  HeadObject: 'GetObject',
  DeleteObjects: 'DeleteObject',
  PutObjectCopy: 'PutObject',
  GetBucket: 'ListBucket',
  HeadBucket: 'ListBucket',
  InitiateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
  CompleteMultipartUpload: 'PutObject',
  ListMultipartUploads: 'ListBucketMultipartUploads',
}

export function checkPermission(
  account: Account,
  operation: Operation,
  headers: Readonly<Record<string, string>> = {},
): void {
  requireAction(account, [actions[operation] ?? operation])
  const setsAcl = Object.keys(headers).some((name) => name === 'x-amz-acl' || name.startsWith('x-amz-grant-'))
  if (setsAcl) requireAction(account, ['PutObjectAcl'])
}
