import { localStorage } from './local-storage.ts'
import { ossStorage } from './oss-storage.ts'
import { s3Storage } from './s3-storage.ts'
import type { StorageMapping } from './storage-mapping.ts'

/** By the value of `storage`. */
export const storages: ReadonlyMap<string, StorageMapping> = new Map([
  ['alioss', ossStorage],
  ['file', localStorage],
  ['local', localStorage],
  ['oss', ossStorage],
  ['s3', s3Storage],
])
