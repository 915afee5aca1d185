import type { StorageDriver } from '@moorage/driver-core'
import { ByteBudget, createObjectStoreDriver, type ObjectStoreDriverOptions } from '@moorage/driver-core/object-store'
import { MemoryBucket, MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'
import { describeDriver, type DriverSuiteOptions } from './describe-driver.ts'

const kibibyte = 1024

const usual = {
  rootDirectory: '/registry/',
  chunkSizeBytes: 5 * 1024 * kibibyte,
  pageSize: 1000,
  minPartSizeBytes: 5 * 1024 * kibibyte,
}

/** Where everything takes several parts and pages, and memory is short. */
const narrow = {
  rootDirectory: '',
  chunkSizeBytes: 100 * kibibyte,
  pageSize: 50,
  minPartSizeBytes: 100 * kibibyte,
  maxSingleCopySizeBytes: 1024 * kibibyte,
  copyPartSizeBytes: 300 * kibibyte,
  copyConcurrency: 3,
  partsInFlight: 3,
  byteBudget: new ByteBudget(1024 * kibibyte),
}

describeDriver('of an object store', onObjectStore(usual))
describeDriver('of an object store with small parts, pages and copies, and little memory', onObjectStore(narrow))

interface Setup extends Partial<ObjectStoreDriverOptions> {
  readonly chunkSizeBytes: number
  readonly pageSize: number
  readonly minPartSizeBytes: number
  readonly maxSingleCopySizeBytes?: number
}

function onObjectStore(setup: Setup): DriverSuiteOptions {
  const bucket = new MemoryBucket()
  const { minPartSizeBytes, maxSingleCopySizeBytes } = setup
  const limits = { minPartSizeBytes, ...(maxSingleCopySizeBytes === undefined ? {} : { maxSingleCopySizeBytes }) }
  const open = async (): Promise<StorageDriver> =>
    createObjectStoreDriver({
      name: 'memory-object-store',
      capabilities: { redirect: false, listing: 'strong', ...limits },
      client: new MemoryObjectStoreClient({ bucket, pageSize: setup.pageSize, ...limits }),
      ...setup,
    })
  return {
    create: open,
    reopen: open,
    leftovers: async () => [...bucket.keys(), ...bucket.uploads.keys()],
  }
}
