import type { ObjectMetadata } from '../../../engine/stored-object.ts'
import type { Dialect } from '../dialect.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'

const kept: ReadonlySet<string> = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
])

/** What a request says about the object that it makes. */
export function readMetadata({ request: { headers }, dialect }: ServedCall): ObjectMetadata {
  const { headerPrefix, storageClasses, usualStorageClass, encryptions } = dialect
  const storageClass = headers[`${headerPrefix}storage-class`] ?? usualStorageClass
  const encryption = headers[encryptionHeader(dialect)]
  if (!storageClasses.has(storageClass)) throw new ServiceError('NotSupportedStorageClass')
  if (encryption !== undefined && !encryptions.has(encryption)) {
    throw new ServiceError('InvalidArgument', { detail: `${encryptionHeader(dialect)} is ${encryption}` })
  }
  const isKept = (name: string): boolean =>
    kept.has(name) || isEncryptionHeader(name, dialect) || name.startsWith(`${headerPrefix}meta-`)
  const own = Object.entries(headers).filter(([name, value]) => value !== '' && isKept(name))
  return { headers: Object.fromEntries(own), storageClass }
}

/** The encryption, which answers to uploads repeat. */
export const encryptionHeaders = ({ headers }: ObjectMetadata, dialect: Dialect): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => isEncryptionHeader(name, dialect)))

const encryptionHeader = ({ headerPrefix }: Dialect): string => `${headerPrefix}server-side-encryption`

const isEncryptionHeader = (name: string, dialect: Dialect): boolean =>
  name === encryptionHeader(dialect) || name === dialect.encryptionKeyHeader

export const crc64Header = ({ headerPrefix, tellsCrc64 }: Dialect, crc64: string): Record<string, string> =>
  tellsCrc64 ? { [`${headerPrefix}hash-crc64ecma`]: crc64 } : {}

/** What is archived has to be restored before it is read, which is not imitated. */
export function checkReadable({ storageClass }: ObjectMetadata): void {
  if (/archive$/i.test(storageClass)) throw new ServiceError('InvalidObjectState', { detail: 'it is archived' })
}
