import type { DriverContext, StorageDriver } from '@moorage/driver-core'
import type { ObjectStoreClientSettings } from '@moorage/driver-core/object-store'

/** What is used of an emulator of `@moorage/object-store-emulator`, by its shape: the suites need neither that package nor another. */
export interface StartedStore extends AsyncDisposable {
  readonly url: string
  readonly faults: {
    add(rule: {
      readonly count: 'always'
      readonly fault: ({ readonly kind: 'error' } & RefusedRequest) | { readonly kind: 'clock-offset'; ms: number }
    }): unknown
  }
}

/** An error of the store, by its own code; without a status and a message it has those of the code. */
interface RefusedRequest {
  readonly code: string
  readonly status?: number
  readonly message?: string
}

export type DriverParameters = Readonly<Record<string, unknown>>

/** What is not as it should be when a driver starts. */
export interface StartSetup<EmulatorOptions> {
  /** Of the driver, in the place of those that work; the URL is the store's. */
  readonly parameters?: DriverParameters | ((url: string) => DriverParameters)
  /** Of the store. */
  readonly emulator?: EmulatorOptions
  /** How far the store's clock is ahead. */
  readonly clockOffsetMs?: number
  /** What every request is answered with. */
  readonly fault?: RefusedRequest
  readonly warn?: (message: string) => void
}

/** Opens a driver on a store of its own, which is closed as soon as the driver has started or failed to. */
export type StartDriver<Setup> = (setup: Setup) => Promise<StorageDriver>

/** Gives up soon: what is wrong stays wrong. */
const impatient: ObjectStoreClientSettings = {
  retry: { tries: 2, firstDelayMs: 1, firstThrottleDelayMs: 1 },
  timeouts: { connectTimeoutMs: 300 },
}

/**
 * Makes the starts of a driver that have something wrong with them.
 * @param startBucket starts a store with one bucket
 * @param open opens a driver on that bucket, with parameters that work but for those that it is given
 */
export function createDriverStarter<Store extends StartedStore, EmulatorOptions>(
  startBucket: (options?: EmulatorOptions) => Promise<Store>,
  open: (
    store: Store,
    parameters: DriverParameters,
    context: DriverContext,
    settings: ObjectStoreClientSettings,
  ) => Promise<StorageDriver>,
): StartDriver<StartSetup<EmulatorOptions>> {
  return async ({ parameters = {}, emulator: options, clockOffsetMs, fault, warn }) => {
    await using store = await startBucket(options)
    if (clockOffsetMs !== undefined) {
      store.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: clockOffsetMs } })
    }
    if (fault !== undefined) store.faults.add({ count: 'always', fault: { kind: 'error', ...fault } })
    return await open(store, typeof parameters === 'function' ? parameters(store.url) : parameters, { warn }, impatient)
  }
}
