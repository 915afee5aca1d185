import { startTestRegistry, type TestRegistry } from '../../../src/testing/start-test-registry.ts'
import { type EmulatedStore, startEmulatedStore } from '../support/emulated-store.ts'
import type { StoreKind } from '../support/store-kinds.ts'
import type { MeasuredRequests } from './measured-requests.ts'

/** @returns the requests of the first time, and of the second where that has a budget, each as `GetObject some/key` */
export async function countRequests(kind: StoreKind, measured: MeasuredRequests): Promise<string[][]> {
  await using store = await startEmulatedStore(kind)
  if (measured.prepare !== undefined) {
    await using preparing = await startOn(store, measured)
    await measured.prepare(preparing.registry, store)
  }
  await using started = await startOn(store, measured)
  await measured.begin?.(started.registry)
  const send = async (): Promise<string[]> => {
    store.emulator.requests.clear()
    await measured.send(started.registry)
    return store.emulator.requests.list().map(({ operation, key }) => `${operation} ${key}`)
  }
  const counted: string[][] = []
  for (const _ of measured.budget) counted.push(await send())
  return counted
}

/** A registry that knows nothing of the store yet. Whatever the machine does meanwhile, what it learns it knows to the end. */
async function startOn(
  store: EmulatedStore,
  { throughRegistry = false }: MeasuredRequests,
): Promise<AsyncDisposable & { readonly registry: TestRegistry }> {
  await using resources = new AsyncDisposableStack()
  const driver = resources.use(await store.open())
  const storage = { cache: { lifetime: '1h' }, redirect: { disable: throughRegistry } }
  const registry = resources.use(await startTestRegistry({ storage }, { driver }))
  const kept = resources.move()
  return { registry, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
