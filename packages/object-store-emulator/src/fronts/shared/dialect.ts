import type { Account } from '../../accounts/account.ts'
import type { Limits } from '../../engine/limits.ts'
import type { ObjectMetadata, StoredObject } from '../../engine/stored-object.ts'
import type { Xml } from '../../xml/write-xml.ts'
import type { ServedCall } from '../front.ts'
import type { Operation } from '../operation.ts'

/** The object that a request names to be copied from. */
export interface NamedSource {
  readonly bucketName: string
  /** The region that it says the bucket is in, if it says one. */
  readonly region: string | undefined
  readonly key: string
}

/** How services differ in the interface that S3 began and they share. */
export interface Dialect {
  /** What the service's own headers begin with, such as `x-cos-`. */
  readonly headerPrefix: string
  readonly storageClasses: ReadonlySet<string>
  /** The class of what names none. */
  readonly usualStorageClass: string
  /** Values of the header `<prefix>server-side-encryption`. */
  readonly encryptions: ReadonlySet<string>
  /** The header with the id of the key, for an encryption that has one. */
  readonly encryptionKeyHeader: string
  /** The value of `<prefix>metadata-directive` with which a copy has its own metadata. */
  readonly replacingDirective: string
  /** Whether a copy onto itself is refused when it changes nothing. */
  readonly refusesIdleCopies: boolean
  /** How many keys a page has when the request does not say. */
  readonly usualPageSize: number
  /** Whether asking for more than a thousand entries is an error, instead of asking in vain. */
  readonly refusesLongPages: boolean
  /** Whether answers to copies tell ETag and CRC-64 in their headers; the CRC-64 is in their document else. */
  readonly tellsCopiesInHeaders: boolean
  /** Whether answers tell the CRC-64 of objects and parts. */
  readonly tellsCrc64: boolean
  /** Whether a Content-MD5 may be hexadecimal as well. */
  readonly takesHexMd5: boolean
  /** The code for a batch that lacks the digest which it needs; undefined when it has all. */
  missingDigestCode(headers: Readonly<Record<string, string>>): string | undefined
  /** Whether an object that is there already is to be left alone. */
  forbidsOverwrite(headers: Readonly<Record<string, string>>): boolean
  /** The ETag as answers have it, with its quotes. */
  writeEtag(etag: string): string
  /** What GET and HEAD say of an object beside what all services say. */
  objectHeaders(object: StoredObject): Readonly<Record<string, string>>
  /** What a GET says beside that, or throws, because of the host it was sent to. */
  downloadHeaders(call: ServedCall): Readonly<Record<string, string>>
  /** Whether a range of an object that size is taken at its word; the whole object is sent else. */
  honoursRange(call: ServedCall, size: number): boolean
  /** Throws when the account may not do it. */
  checkPermission(account: Account, operation: Operation, headers?: Readonly<Record<string, string>>): void
  /** Reads `<prefix>copy-source`; undefined when it names nothing. */
  readCopySource(text: string): NamedSource | undefined
  /** Of the copy of one part. */
  maxPartCopySizeBytes(limits: Limits): number
  /** Who made an object or an upload, if the service says so. */
  ownerElements(name: 'Owner' | 'Initiator', bucketName: string): readonly Xml[]
  /** What a page of a listing has more than in all services. */
  partElements(part: { readonly crc64: string }): readonly Xml[]
  entryElements(metadata: ObjectMetadata, etag: string): readonly Xml[]
}
