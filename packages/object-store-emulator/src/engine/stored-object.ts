import type { Extent } from './extent.ts'

/** What a client says about an object: the front of a service chooses which headers it keeps. */
export interface ObjectMetadata {
  /** Lower-case names. They are written to the answers as they are. */
  readonly headers: Readonly<Record<string, string>>
  readonly storageClass: string
}

/** Bytes that are in the store, with what was computed while they came in. */
export interface StoredContent {
  readonly size: number
  /** Hexadecimal, or for an upload in parts `<hex>-<number of parts>`; without quotes. */
  readonly etag: string
  /** CRC-64/XZ, as an unsigned decimal number. */
  readonly crc64: string
  readonly extents: readonly Extent[]
}

export interface StoredObject extends StoredContent {
  readonly key: string
  readonly metadata: ObjectMetadata
  /** Milliseconds since 1970. */
  readonly lastModified: number
}
