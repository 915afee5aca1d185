import type { StorageDriver } from '@moorage/driver-core'
import type { ObjectStoreClientSettings } from '@moorage/driver-core/object-store'
import { afterAll } from 'vitest'
import { describeDriver } from './describe-driver.ts'

/** What is used of an emulator of `@moorage/object-store-emulator`. */
export interface FaultyStore {
  readonly faults: {
    schedule(options: {
      readonly seed: number
      readonly rate: number
      readonly maximumInARow?: number
      readonly kinds?: readonly ('stall-request' | 'stall-answer')[]
      readonly stallMs?: number
    }): { readonly fired: number }
  }
  close(): Promise<void>
}

export interface FaultySuiteOptions {
  /** Holds one empty bucket; the suite closes it. */
  readonly store: FaultyStore
  /** Opens a driver on the bucket, with short waits between its tries. */
  readonly open: (settings: ObjectStoreClientSettings) => Promise<StorageDriver>
  /** As of `describeDriver`. */
  readonly leftovers: () => Promise<readonly string[]>
  /** As of `describeDriver`, beside what faults make impossible. */
  readonly skip?: Readonly<Record<string, string>>
}

/**
 * Waits that are short, as the faults are many; but no busy machine may be taken for a silent one: what was given up and sent again would
 * arrive twice, the first time after everything else.
 */
const settings: ObjectStoreClientSettings = {
  retry: { firstDelayMs: 5, firstThrottleDelayMs: 5 },
  timeouts: { idleTimeoutMs: 1500 },
}

const withoutDriver = 'whoever fetches a URL without the driver meets the faults without its help'
const replaced = 'when a transfer breaks and the object is another one by now, nobody has the rest of the old bytes'

/** The same series of faults in each run, if the environment names no other. */
const seed = Number(process.env['MOORAGE_FAULT_SEED'] ?? 7)

/** Declares the suite of the contract for a driver whose store fails, and now and then falls silent. */
export function describeDriverWithFaults(name: string, { store, open, leftovers, skip }: FaultySuiteOptions): void {
  const faults = store.faults.schedule({ seed, rate: 0.05 })
  // Each takes as long as a time-out: they are few. A call meets four faults at most, and has five tries.
  const kinds = ['stall-request', 'stall-answer'] as const
  const stalls = store.faults.schedule({ seed, rate: 0.003, maximumInARow: 1, kinds, stallMs: 3000 })
  afterAll(async () => {
    await store.close()
    const count = `${faults.fired} faults and ${stalls.fired} stalls`
    console.log(`${count} of the seed ${seed} happened; MOORAGE_FAULT_SEED chooses others`)
  })
  describeDriver(`${name} under the faults of the seed ${seed}`, {
    create: () => open(settings),
    reopen: () => open(settings),
    leftovers,
    timeoutMs: 120_000,
    skip: {
      ...skip,
      'the URL for GET gives the bytes to whoever has it': withoutDriver,
      'the URL for GET gives a range of the bytes': withoutDriver,
      'the URL for HEAD answers the length': withoutDriver,
      'readers of a file that is replaced meanwhile see one content or the other, never a mixture': replaced,
      'a reader that is open while the file is replaced reads the old bytes to their end': replaced,
    },
  })
}
