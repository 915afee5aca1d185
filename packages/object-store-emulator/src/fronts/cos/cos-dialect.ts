import { ServiceError } from '../service-error.ts'
import type { ServedCall } from '../front.ts'
import { decodeKey } from '../shared/decode-key.ts'
import type { Dialect, NamedSource } from '../shared/dialect.ts'
import { checkPermission } from './check-permission.ts'
import { readCosHost } from './cos-host.ts'
import { ownerElement } from './owner.ts'

export const cosDialect: Dialect = {
  headerPrefix: 'x-cos-',
  storageClasses: new Set([
    'STANDARD',
    'STANDARD_IA',
    'INTELLIGENT_TIERING',
    'ARCHIVE',
    'DEEP_ARCHIVE',
    'MAZ_STANDARD',
    'MAZ_STANDARD_IA',
    'MAZ_INTELLIGENT_TIERING',
    'MAZ_ARCHIVE',
  ]),
  usualStorageClass: 'STANDARD',
  encryptions: new Set(['AES256', 'SM4', 'cos/kms']),
  encryptionKeyHeader: 'x-cos-server-side-encryption-cos-kms-key-id',
  replacingDirective: 'replaced',
  refusesIdleCopies: true,
  usualPageSize: 1000,
  refusesLongPages: false,
  tellsCopiesInHeaders: false,
  tellsCrc64: true,
  takesHexMd5: false,
  missingDigestCode: (headers) => (headers['content-md5'] === undefined ? 'InvalidRequest' : undefined),
  forbidsOverwrite: (headers) => headers['x-cos-forbid-overwrite']?.toLowerCase() === 'true',
  writeEtag: (etag) => `"${etag}"`,
  // COS leaves the storage class out of its answers when it is the usual one.
  objectHeaders: ({ metadata: { storageClass } }) =>
    storageClass === 'STANDARD' ? {} : { 'x-cos-storage-class': storageClass },
  downloadHeaders,
  honoursRange: () => true,
  checkPermission,
  readCopySource,
  // https://cloud.tencent.com/document/product/436/8287
  maxPartCopySizeBytes: ({ maxSingleCopySizeBytes }) => maxSingleCopySizeBytes,
  ownerElements: (name, bucketName) => [ownerElement(name, bucketName)],
  partElements: () => [],
  entryElements: () => [],
}

/**
 * On the hosts of COS, buckets that were made since 2024 have everything saved as a file, and no programs for phones:
 * https://www.tencentcloud.com/document/product/436/57456
 */
function downloadHeaders({ key, location }: ServedCall): Record<string, string> {
  if (location.style !== 'virtual host') return {}
  if (/\.(?:apk|ipa)$/i.test(key)) throw new ServiceError('DownloadForbidden')
  return { 'content-disposition': 'attachment', 'x-cos-force-download': 'true' }
}

/** `<host of its bucket>/<encoded key>` */
function readCopySource(text: string): NamedSource | undefined {
  const slash = text.indexOf('/')
  const host = readCosHost(text.slice(0, slash).toLowerCase())
  const key = decodeKey(text.slice(slash + 1))
  if (slash === -1 || host?.kind !== 'bucket' || key === undefined) return undefined
  return { bucketName: host.bucketName, region: host.region, key }
}
