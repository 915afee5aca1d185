import { element, textElement } from '../../xml/write-xml.ts'
import type { ServedCall } from '../front.ts'
import { decodeKey } from '../shared/decode-key.ts'
import type { Dialect, NamedSource } from '../shared/dialect.ts'
import { checkPermission } from './check-permission.ts'
import { readOssHost } from './oss-host.ts'

const owner = '1250000000000001'

export const ossDialect: Dialect = {
  headerPrefix: 'x-oss-',
  storageClasses: new Set(['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive']),
  usualStorageClass: 'Standard',
  encryptions: new Set(['AES256', 'KMS', 'SM4']),
  encryptionKeyHeader: 'x-oss-server-side-encryption-key-id',
  replacingDirective: 'replace',
  refusesIdleCopies: false,
  usualPageSize: 100,
  refusesLongPages: true,
  tellsCopiesInHeaders: true,
  tellsCrc64: true,
  takesHexMd5: false,
  missingDigestCode: (headers) => (headers['content-md5'] === undefined ? 'MissingArgument' : undefined),
  forbidsOverwrite: (headers) => headers['x-oss-forbid-overwrite']?.toLowerCase() === 'true',
  writeEtag: (etag) => `"${etag.toUpperCase()}"`,
  objectHeaders: ({ etag, metadata: { storageClass } }) => ({
    'x-oss-object-type': objectType(etag),
    'x-oss-storage-class': storageClass,
  }),
  downloadHeaders,
  honoursRange,
  checkPermission,
  readCopySource,
  maxPartCopySizeBytes: ({ maxPartSizeBytes }) => maxPartSizeBytes,
  ownerElements: (name) =>
    name === 'Initiator' ? [] : [element(name, [textElement('ID', owner), textElement('DisplayName', owner)])],
  partElements: ({ crc64 }) => [textElement('HashCrc64ecma', crc64)],
  entryElements: (_, etag) => [textElement('Type', objectType(etag))],
}

const objectType = (etag: string): string => (etag.includes('-') ? 'Multipart' : 'Normal')

/** At its public hosts OSS has everything saved as a file: https://help.aliyun.com/zh/oss/support/0048-00000113 */
function downloadHeaders({ location, request }: ServedCall): Record<string, string> {
  if (location.style !== 'virtual host' || readOssHost(request.host)?.network !== 'public') return {}
  return { 'content-disposition': 'attachment', 'x-oss-force-download': 'true', 'x-oss-ec': '0048-00000113' }
}

/**
 * A range that begins or ends behind the object is taken for none, unless the standard is asked for:
 * https://help.aliyun.com/zh/oss/developer-reference/getobject
 */
function honoursRange({ request: { headers } }: ServedCall, size: number): boolean {
  if (headers['x-oss-range-behavior']?.toLowerCase() === 'standard') return true
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers['range'] ?? '') ?? []
  if (first === '') return Number(last) <= size
  return Number(first) < size && (last === '' || Number(last) < size)
}

/** `/<bucket>/<encoded key>` */
function readCopySource(text: string): NamedSource | undefined {
  // Some clients encode the slashes as well.
  const [, bucketName, encodedKey = ''] = /^(?:\/|%2F)([^/%]+)(?:\/|%2F)(.*)$/i.exec(text) ?? []
  const key = decodeKey(encodedKey)
  if (bucketName === undefined || key === undefined) return undefined
  return { bucketName, region: undefined, key }
}
