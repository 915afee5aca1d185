import type { StorageDriver } from '@moorage/driver-core'
import type { ObjectStoreClientSettings } from '@moorage/driver-core/object-store'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import { openOssDriver } from '../open-oss-driver.ts'
import { longCases, setups } from './setups.ts'
import { leftovers, optionsFor, startBucket } from './test-bucket.ts'

/** Waits that are as short as the faults are many. */
const settings: ObjectStoreClientSettings = {
  retry: { firstDelayMs: 5, firstThrottleDelayMs: 5 },
  // So long a silence is a time-out. Were it shorter, a busy machine would have answers come after the next try.
  timeouts: { idleTimeoutMs: 1500 },
}

const withoutDriver = 'whoever fetches a URL without the driver meets the faults without its help'
const replaced = 'when a transfer breaks and the object is another one by now, nobody has the rest of the old bytes'

/** The same series of faults in each run, if the environment names no other. */
const seed = Number(process.env['MOORAGE_FAULT_SEED'] ?? 7)

/** Declares the suite of the contract on a store that fails, and now and then falls silent. */
export async function describeWithFaults(version: 'v1' | 'v4'): Promise<void> {
  const emulator = await startBucket()
  const faults = emulator.faults.schedule({ seed, rate: 0.05 })
  // Each takes as long as a time-out: they are few. A call meets four faults at most, and has five tries.
  const kinds = ['stall-request', 'stall-answer'] as const
  const stalls = emulator.faults.schedule({ seed, rate: 0.003, maximumInARow: 1, kinds, stallMs: 3000 })
  afterAll(async () => {
    await emulator.close()
    const count = `${faults.fired} faults and ${stalls.fired} stalls`
    console.log(`${count} of the seed ${seed} happened; MOORAGE_FAULT_SEED chooses others`)
  })
  const options = optionsFor(emulator, setups[`${version}WithFaults`])
  const open = (): Promise<StorageDriver> => openOssDriver(options, {}, settings)
  describeDriver(`oss with signatures of ${version} under the faults of the seed ${seed}`, {
    create: open,
    reopen: open,
    leftovers: () => leftovers(emulator),
    timeoutMs: 120_000,
    skip: {
      ...longCases,
      'the URL for GET gives the bytes to whoever has it': withoutDriver,
      'the URL for GET gives a range of the bytes': withoutDriver,
      'the URL for HEAD answers the length': withoutDriver,
      'readers of a file that is replaced meanwhile see one content or the other, never a mixture': replaced,
      'a reader that is open while the file is replaced reads the old bytes to their end': replaced,
    },
  })
}
