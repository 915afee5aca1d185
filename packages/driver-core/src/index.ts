export { assertStoragePath } from './assert-storage-path.ts'
export type { DriverCapabilities } from './driver-capabilities.ts'
export {
  DriverError,
  type DriverErrorCode,
  type DriverErrorDetails,
  isDriverError,
  pathNotFound,
} from './driver-error.ts'
export { defineDriver, type DriverContext, type DriverDefinition } from './define-driver.ts'
export type { CloseOptions, CommitOptions, FileWriter, WriteFromOptions } from './file-writer.ts'
export { createDriver, type LoadDriverOptions, loadDriver } from './load-driver.ts'
export type { OperationOptions } from './operation-options.ts'
export type {
  BufferPool,
  DeleteOptions,
  Durability,
  ListOptions,
  MoveOptions,
  PutOptions,
  ReadOptions,
  RedirectOptions,
  StatOptions,
  StorageDriver,
  WalkOptions,
  WriterOptions,
  WrittenSizeOptions,
} from './storage-driver.ts'
export type { DirectoryEntry, FileEntry, StorageEntry } from './storage-entry.ts'
export {
  baseName,
  comparePaths,
  isPathComponent,
  isStoragePath,
  isWithin,
  joinPath,
  parentPath,
  type StoragePath,
} from './storage-path.ts'
