import type { ObjectMetadata } from '../../../engine/stored-object.ts'

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
  const own = Object.entries(headers).filter(
    ([name, value]) => value !== '' && (kept.has(name) || name.startsWith('x-cos-meta-')),
  )
  return { headers: Object.fromEntries(own), storageClass: headers['x-cos-storage-class'] ?? 'STANDARD' }
}

/** The encryption, which answers to uploads repeat. */
export const encryptionHeaders = ({ headers }: ObjectMetadata): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-cos-server-side-encryption')))

/** COS leaves the storage class out of its answers when it is the usual one. */
export const storageClassHeader = ({ storageClass }: ObjectMetadata): Record<string, string> =>
  storageClass === 'STANDARD' ? {} : { 'x-cos-storage-class': storageClass }

export const forbidsOverwrite = (headers: Readonly<Record<string, string>>): boolean =>
  headers['x-cos-forbid-overwrite']?.toLowerCase() === 'true'
