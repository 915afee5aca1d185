import type { StorageDriver } from '@moorage/driver-core'
import { MemoryBucket, MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'
import { createMemoryDriver, MemoryStore } from '@moorage/driver-memory'
import { createMemoryObjectStore } from '../../src/testing/memory-object-store.ts'
import { startTestRegistry } from '../../src/testing/start-test-registry.ts'
import { type Calls, countDriverCalls } from './count-driver-calls.ts'
import type { MeasuredRequest } from './requests.ts'

export interface Cost {
  /** Of a registry that has just started. */
  readonly first: Calls
  /** Of the same request once more. */
  readonly again: Calls
}

/** A store to measure on. */
interface MeasuredStore {
  readonly driver: StorageDriver
  /** What was asked since the last time this was. */
  readonly take: () => Calls
}

/**
 * `folder`: calls of a driver that can continue what was committed.
 * `object store`: requests that the driver, which all object stores share, sends to one.
 */
export type StoreKind = keyof typeof stores

const stores = {
  folder: () => {
    const content = new MemoryStore()
    return (): MeasuredStore => countDriverCalls(createMemoryDriver(content))
  },
  'object store': () => {
    const bucket = new MemoryBucket()
    return (): MeasuredStore => {
      const client = new MemoryObjectStoreClient({ bucket })
      return { driver: createMemoryObjectStore(client), take: () => countByMethod(client.takeRequests()) }
    }
  },
} as const

/** Counts what a request asks of a store. @returns it with the statuses of the answers */
export async function measure(
  store: StoreKind,
  request: MeasuredRequest,
): Promise<{ cost: Cost; statuses: [number[], number[]] }> {
  // Whatever the machine does meanwhile, what a request has learnt is still known when it is sent again.
  const configuration = { storage: { cache: { lifetime: '1h' } } }
  const open = stores[store]()
  await using preparing = await startTestRegistry(configuration, { driver: open().driver })
  await request.prepare?.(preparing)
  const { driver, take } = open()
  await using registry = await startTestRegistry(configuration, { driver })
  take()
  const firstStatuses = await request.send(registry)
  const first = take()
  const statuses = await request.send(registry)
  return { cost: { first, again: take() }, statuses: [firstStatuses, statuses] }
}

/** @param requests each a method and what it is about */
function countByMethod(requests: readonly string[]): Calls {
  const counts: Record<string, number> = {}
  for (const request of requests) {
    const [method = ''] = request.split(' ', 1)
    counts[method] = (counts[method] ?? 0) + 1
  }
  return counts
}
