import type { StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import type { BlobStore } from './blobs/blob-store.ts'
import type { RepositoryCatalog } from './catalog/repository-catalog.ts'
import type { Configuration } from './config/configuration.ts'
import type { ManifestStore } from './manifests/manifest-store.ts'
import type { KeyedLock } from './storage/keyed-lock.ts'
import type { ReferrerStore } from './referrers/referrer-store.ts'
import type { TagStore } from './tags/tag-store.ts'
import type { UploadStore } from './uploads/upload-store.ts'

/** What the end points work with. */
export interface RegistryServices {
  readonly configuration: Configuration
  readonly logger: Logger
  readonly driver: StorageDriver
  readonly locks: KeyedLock
  readonly blobs: BlobStore
  readonly manifests: ManifestStore
  readonly tags: TagStore
  readonly referrers: ReferrerStore
  readonly uploads: UploadStore
  readonly catalog: RepositoryCatalog
}
