import type { StorageDriver } from '@moorage/driver-core'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import type { ObjectStoreClientSettings } from '@moorage/driver-core/object-store'
import { openCosDriver } from './open-cos-driver.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

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
const emulator = await startBucket()
const faults = emulator.faults.schedule({ seed, rate: 0.05 })
// Each takes as long as a time-out: they are few. A call meets four faults at most, and has five tries.
const kinds = ['stall-request', 'stall-answer'] as const
const stalls = emulator.faults.schedule({ seed, rate: 0.003, maximumInARow: 1, kinds, stallMs: 3000 })
afterAll(async () => {
  await emulator.close()
  console.log(
    `${faults.fired} faults and ${stalls.fired} stalls of the seed ${seed} happened; MOORAGE_FAULT_SEED chooses others`,
  )
})
const parameters = { rootdirectory: 'registry', chunksize: 5 * mebibyte }
const open = (): Promise<StorageDriver> => openCosDriver(optionsFor(emulator, parameters), {}, settings)
describeDriver(`cos under the faults of the seed ${seed}`, {
  create: open,
  reopen: open,
  leftovers: () => leftovers(emulator),
  timeoutMs: 120_000,
  skip: {
    'the URL for GET gives the bytes to whoever has it': withoutDriver,
    'the URL for GET gives a range of the bytes': withoutDriver,
    'the URL for HEAD answers the length': withoutDriver,
    'readers of a file that is replaced meanwhile see one content or the other, never a mixture': replaced,
    'a reader that is open while the file is replaced reads the old bytes to their end': replaced,
  },
})
