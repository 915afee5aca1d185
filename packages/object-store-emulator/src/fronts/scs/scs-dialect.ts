import { element, textElement } from '../../xml/write-xml.ts'
import type { Dialect } from '../shared/dialect.ts'
import { readBucketAndKey } from '../shared/operations/bucket-and-key.ts'
import { checkPermission } from './check-permission.ts'

export const scsDialect: Dialect = {
  headerPrefix: 'x-scs-',
  storageClasses: new Set(['STANDARD']),
  usualStorageClass: 'STANDARD',
  encryptions: new Set(),
  encryptionKeyHeader: 'x-scs-server-side-encryption-key-id',
  replacingDirective: 'replace',
  refusesIdleCopies: false,
  usualPageSize: 1000,
  refusesLongPages: false,
  tellsCrc64: false,
  tellsCopiesInHeaders: false,
  takesHexMd5: true,
  missingDigestCode: () => undefined,
  forbidsOverwrite: () => false,
  writeEtag: (etag) => `"${etag}"`,
  objectHeaders: () => ({}),
  downloadHeaders: () => ({}),
  honoursRange: () => true,
  checkPermission,
  readCopySource: readBucketAndKey,
  maxPartCopySizeBytes: ({ maxPartSizeBytes }) => maxPartSizeBytes,
  ownerElements: (name) => [element(name, [textElement('ID', 'owner'), textElement('DisplayName', 'owner')])],
  partElements: () => [],
  entryElements: () => [],
}
