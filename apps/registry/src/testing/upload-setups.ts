import type { StorageDriver } from '@moorage/driver-core'
import { startTestRegistry, type TestRegistry } from './start-test-registry.ts'
import { type TestStore, testStores } from './test-stores.ts'

/** A store, and registries over it, which go on with one another's uploads. */
export interface UploadSetup extends AsyncDisposable {
  readonly store: TestStore
  /** A registry over the store; the same one each time. */
  readonly registry: TestRegistry
  /** Another registry over the store, as on another machine. */
  readonly other: TestRegistry
}

export interface UploadSetupOptions {
  /** What stands between the registries and the store. */
  readonly decorate?: (driver: StorageDriver) => StorageDriver
}

/** Each way in which uploads are kept; for `describe.each`. Without `http.secret` no Go registry can share them. */
export const uploadSetups: readonly {
  readonly setup: string
  create(options?: UploadSetupOptions): Promise<UploadSetup>
}[] = testStores.flatMap(({ kind, create }) => [
  { setup: `over ${kind}`, create: async (options) => createSetup(await create(), {}, options) },
  {
    setup: `over ${kind} without http.secret`,
    create: async (options) => createSetup(await create(), { secret: '' }, options),
  },
])

async function createSetup(
  store: TestStore,
  http: Record<string, unknown>,
  { decorate = (driver) => driver }: UploadSetupOptions = {},
): Promise<UploadSetup> {
  const drivers = [decorate(await store.open()), decorate(await store.open())] as const
  const registry = await startTestRegistry({ http }, { driver: drivers[0] })
  const other = await startTestRegistry({ http }, { driver: drivers[1] })
  return {
    store,
    registry,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([registry, other].map((each) => each[Symbol.asyncDispose]()))
      for (const driver of drivers) await driver[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}
