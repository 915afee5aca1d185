import { element, textElement } from '../../xml/write-xml.ts'
import type { Dialect } from '../shared/dialect.ts'
import { readBucketAndKey } from '../shared/operations/bucket-and-key.ts'
import { checkPermission } from './check-permission.ts'

const owner = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

export const s3Dialect: Dialect = {
  headerPrefix: 'x-amz-',
  storageClasses: new Set([
    'STANDARD',
    'REDUCED_REDUNDANCY',
    'STANDARD_IA',
    'ONEZONE_IA',
    'INTELLIGENT_TIERING',
    'GLACIER',
    'DEEP_ARCHIVE',
    'GLACIER_IR',
  ]),
  usualStorageClass: 'STANDARD',
  encryptions: new Set(['AES256', 'aws:kms', 'aws:kms:dsse']),
  encryptionKeyHeader: 'x-amz-server-side-encryption-aws-kms-key-id',
  replacingDirective: 'replace',
  refusesIdleCopies: true,
  usualPageSize: 1000,
  refusesLongPages: false,
  tellsCrc64: false,
  tellsCopiesInHeaders: false,
  takesHexMd5: false,
  missingDigestCode: (headers) => (hasDigest(headers) ? undefined : 'InvalidRequest'),
  forbidsOverwrite: (headers) => headers['if-none-match'] === '*',
  writeEtag: (etag) => `"${etag}"`,
  // S3 leaves the storage class out of its answers when it is the usual one.
  objectHeaders: ({ metadata: { storageClass } }) =>
    storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': storageClass },
  downloadHeaders: () => ({}),
  honoursRange: () => true,
  checkPermission,
  readCopySource: readBucketAndKey,
  maxPartCopySizeBytes: ({ maxPartSizeBytes }) => maxPartSizeBytes,
  ownerElements: (name) => [element(name, [textElement('ID', owner), textElement('DisplayName', 'owner')])],
  partElements: () => [],
  entryElements: () => [],
}

/** A batch needs one of them: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const hasDigest = (headers: Readonly<Record<string, string>>): boolean =>
  Object.keys(headers).some((name) => name === 'content-md5' || name.startsWith('x-amz-checksum-')) ||
  headers['x-amz-trailer'] !== undefined
