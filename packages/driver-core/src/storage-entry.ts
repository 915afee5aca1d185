import type { StoragePath } from './storage-path.ts'

export interface FileEntry {
  readonly kind: 'file'
  readonly path: StoragePath
  /** Bytes. */
  readonly size: number
  readonly modifiedAt: Date
}

export interface DirectoryEntry {
  readonly kind: 'directory'
  readonly path: StoragePath
}

/** What is stored at a path. A directory exists as long as something is below it; an empty one may or may not. */
export type StorageEntry = FileEntry | DirectoryEntry
