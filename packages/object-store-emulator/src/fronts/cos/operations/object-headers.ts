import type { ObjectMetadata } from '../../../engine/stored-object.ts'
import { ServiceError } from '../../service-error.ts'

const storageClasses: ReadonlySet<string> = new Set([
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ARCHIVE',
  'DEEP_ARCHIVE',
  'MAZ_STANDARD',
  'MAZ_STANDARD_IA',
  'MAZ_INTELLIGENT_TIERING',
  'MAZ_ARCHIVE',
])

const encryptions: ReadonlySet<string> = new Set(['AES256', 'SM4', 'cos/kms'])

const kept: ReadonlySet<string> = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-type',
  'expires',
  'x-cos-server-side-encryption',
  'x-cos-server-side-encryption-cos-kms-key-id',
])

/** What a request says about the object that it makes. */
export function readMetadata(headers: Readonly<Record<string, string>>): ObjectMetadata {
  const { 'x-cos-storage-class': storageClass = 'STANDARD', 'x-cos-server-side-encryption': encryption } = headers
  if (!storageClasses.has(storageClass)) throw new ServiceError('NotSupportedStorageClass')
  if (encryption !== undefined && !encryptions.has(encryption)) {
    throw new ServiceError('InvalidArgument', { detail: `x-cos-server-side-encryption is ${encryption}` })
  }
  const own = Object.entries(headers).filter(
    ([name, value]) => value !== '' && (kept.has(name) || name.startsWith('x-cos-meta-')),
  )
  return { headers: Object.fromEntries(own), storageClass }
}

/** The encryption, which answers to uploads repeat. */
export const encryptionHeaders = ({ headers }: ObjectMetadata): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-cos-server-side-encryption')))

/** COS leaves the storage class out of its answers when it is the usual one. */
export const storageClassHeader = ({ storageClass }: ObjectMetadata): Record<string, string> =>
  storageClass === 'STANDARD' ? {} : { 'x-cos-storage-class': storageClass }

export const forbidsOverwrite = (headers: Readonly<Record<string, string>>): boolean =>
  headers['x-cos-forbid-overwrite']?.toLowerCase() === 'true'

/** What is archived has to be restored before it is read, which is not imitated. */
export function checkReadable({ storageClass }: ObjectMetadata): void {
  if (storageClass.endsWith('ARCHIVE')) throw new ServiceError('InvalidObjectState', { detail: 'it is archived' })
}
