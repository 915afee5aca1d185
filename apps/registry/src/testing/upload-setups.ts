import type { StorageDriver } from '@moorage/driver-core'
import { startTestRegistry, type TestRegistry } from './start-test-registry.ts'
import { createMemoryTestStore, type TestStore, testStores } from './test-stores.ts'

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

/** Each way in which uploads are kept; for `describe.each`. */
export const uploadSetups: readonly {
  readonly setup: string
  /** Where the hash of an upload's bytes is kept. */
  readonly hashesIn: 'files' | 'notes'
  readonly create: (options?: UploadSetupOptions) => Promise<UploadSetup>
}[] = [
  ...testStores.map(({ kind, create }) => ({
    setup: `over ${kind}`,
    hashesIn: kind === 'an object store' ? ('notes' as const) : ('files' as const),
    create: async (options?: UploadSetupOptions) => createSetup(await create(), {}, options),
  })),
  {
    // No Go registry can share them then.
    setup: 'without http.secret',
    hashesIn: 'files',
    create: async (options) => createSetup(await createMemoryTestStore(), { secret: '' }, options),
  },
]

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
