import { createMemoryDriver, MemoryStore } from '@moorage/driver-memory'
import { likeObjectStore } from '../../src/testing/like-object-store.ts'
import { startTestRegistry } from '../../src/testing/start-test-registry.ts'
import { countDriverCalls, type DriverCalls } from './count-driver-calls.ts'
import type { MeasuredRequest } from './requests.ts'

/** `folder`: what was committed can be continued. `object store`: only unfinished uploads can, and a move is a copy. */
export type StoreKind = 'folder' | 'object store'

export interface Cost {
  /** Of a registry that has just started. */
  readonly first: DriverCalls
  /** Of the same request once more. */
  readonly again: DriverCalls
}

/** Counts what a request asks of a store. @returns it with the statuses of the answers */
export async function measure(
  store: StoreKind,
  request: MeasuredRequest,
): Promise<{ cost: Cost; statuses: [number[], number[]] }> {
  // Whatever the machine does meanwhile, what a request has learnt is still known when it is sent again.
  const configuration = { storage: { cache: { lifetime: '1h' } } }
  const content = new MemoryStore()
  await using preparing = await startTestRegistry(configuration, { driver: openDriver(content, store) })
  await request.prepare?.(preparing)
  const { driver, take } = countDriverCalls(openDriver(content, store))
  await using registry = await startTestRegistry(configuration, { driver })
  take()
  const firstStatuses = await request.send(registry)
  const first = take()
  const statuses = await request.send(registry)
  return { cost: { first, again: take() }, statuses: [firstStatuses, statuses] }
}

function openDriver(content: MemoryStore, store: StoreKind): ReturnType<typeof createMemoryDriver> {
  const driver = createMemoryDriver(content)
  if (store === 'folder') return driver
  return likeObjectStore(driver)
}
