import { defineDriver, type DriverDefinition, type StorageDriver } from '@moorage/driver-core'
import { z, type ZodType } from 'zod'
import { MemoryDriver } from './memory-driver.ts'
import { driverName } from './memory-error.ts'
import { MemoryStore } from './memory-store.ts'

export { MemoryStore } from './memory-store.ts'

/** The driver has no options. */
export type MemoryOptions = Readonly<Record<string, never>>

const memoryOptions: ZodType<MemoryOptions> = z.preprocess((parameters) => parameters ?? {}, z.strictObject({}))

/**
 * Opens a driver over `store`. Several drivers over one store see the same files, as processes that share a disk do.
 * @param store Default: a new, empty one.
 */
export function createMemoryDriver(store: MemoryStore = new MemoryStore()): StorageDriver {
  return new MemoryDriver(store)
}

/** Keeps a registry in memory, for tests and trials: it is gone when the process ends. */
const memory: DriverDefinition<MemoryOptions> = defineDriver({
  name: driverName,
  contractVersion: 1,
  options: memoryOptions,
  create: async () => createMemoryDriver(),
})

export default memory
