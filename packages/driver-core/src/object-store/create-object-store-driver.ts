import type { DriverCapabilities } from '../driver-capabilities.ts'
import { DriverError } from '../driver-error.ts'
import type { StorageDriver } from '../storage-driver.ts'
import { type ByteBudget, processByteBudget } from './memory/byte-budget.ts'
import { ObjectKeys } from './object-keys.ts'
import type { ObjectStoreClient } from './object-store-client.ts'
import { ObjectStoreDriver } from './object-store-driver.ts'
import { ObjectStore } from './object-store.ts'
import { RememberedUploads } from './uploads/remembered-uploads.ts'
import type { UploadContext } from './uploads/upload-context.ts'
import { UploadStates } from './uploads/upload-states.ts'

/** What a vendor's store can do; how files move and are continued is the same for all. */
export type ObjectStoreCapabilities = Omit<DriverCapabilities, 'append' | 'move' | 'notes'>

export interface ObjectStoreDriverOptions {
  /** Of the driver, such as `cos`. */
  readonly name: string
  /** The driver disposes it. */
  readonly client: ObjectStoreClient
  readonly capabilities: ObjectStoreCapabilities
  /** What all keys begin with; `/registry`, `registry` and `registry/` are the same. Default: nothing. */
  readonly rootDirectory?: string | undefined
  /** Bytes of a part; what is smaller is put as one object. */
  readonly chunkSizeBytes: number
  /** Parts of one writer that are sent at the same time. Default 2. */
  readonly partsInFlight?: number | undefined
  /** Bytes above which a file is copied by parts. Default 64 MiB, but no more than the store copies at once. */
  readonly multipartCopyThresholdBytes?: number | undefined
  /** Bytes of such a part. Default 32 MiB. */
  readonly copyPartSizeBytes?: number | undefined
  /** Parts that are copied at the same time. Default 16. */
  readonly copyConcurrency?: number | undefined
  /** Default 1200. */
  readonly redirectExpiresInSeconds?: number | undefined
  /** Default: the one that all drivers of the process share. */
  readonly byteBudget?: ByteBudget | undefined
}

const mebibyte = 1024 * 1024

/** Makes a storage driver of a client of an object store. */
export function createObjectStoreDriver(options: ObjectStoreDriverOptions): StorageDriver {
  const { name, client, byteBudget: budget = processByteBudget, redirectExpiresInSeconds = 1200 } = options
  const { maxParts = 10_000, minPartSizeBytes = 0, maxPartSizeBytes = Number.POSITIVE_INFINITY } = options.capabilities
  const { maxSingleCopySizeBytes = Number.POSITIVE_INFINITY } = options.capabilities
  const capabilities: DriverCapabilities = {
    ...options.capabilities,
    append: 'resume-upload',
    move: client.rename === undefined ? 'copy-then-delete' : 'rename',
    notes: true,
  }
  assertPartSize(options, 'chunkSizeBytes', options.chunkSizeBytes)
  const copyPartSizeBytes = options.copyPartSizeBytes ?? 32 * mebibyte
  assertPartSize(options, 'copyPartSizeBytes', copyPartSizeBytes)
  const store = new ObjectStore(name, client, new ObjectKeys(options.rootDirectory ?? ''))
  const uploads: UploadContext = {
    store,
    states: new UploadStates(store),
    remembered: new RememberedUploads(budget),
    budget,
    copying: {
      thresholdBytes: Math.min(options.multipartCopyThresholdBytes ?? 64 * mebibyte, maxSingleCopySizeBytes),
      partSizeBytes: copyPartSizeBytes,
      concurrency: options.copyConcurrency ?? 16,
      maxParts,
    },
    chunkSizeBytes: options.chunkSizeBytes,
    minPartSizeBytes,
    limits: { maxParts, maxPartSizeBytes },
    partsInFlight: options.partsInFlight ?? 2,
  }
  return new ObjectStoreDriver({ uploads, capabilities, redirectExpiresInSeconds })
}

function assertPartSize({ name, capabilities }: ObjectStoreDriverOptions, option: string, size: number): void {
  const { minPartSizeBytes = 1, maxPartSizeBytes = Number.POSITIVE_INFINITY } = capabilities
  if (size >= minPartSizeBytes && size <= maxPartSizeBytes) return
  const message = `${option} is ${size}, but parts have ${minPartSizeBytes} to ${maxPartSizeBytes} bytes`
  throw new DriverError({ code: 'CONFIG_INVALID', driver: name, message })
}
