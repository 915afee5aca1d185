import { describeDriverWithFaults } from '@moorage/testkit/driver'
import { openOssDriver } from '../open-oss-driver.ts'
import { longCases, setups } from './setups.ts'
import { leftovers, optionsFor, startBucket } from './test-bucket.ts'

/** Declares the suite of the contract on a store that fails, and now and then falls silent. */
export async function describeWithFaults(version: 'v1' | 'v4'): Promise<void> {
  const emulator = await startBucket()
  const options = optionsFor(emulator, setups[`${version}WithFaults`])
  describeDriverWithFaults(`oss with signatures of ${version}`, {
    store: emulator,
    open: (settings) => openOssDriver(options, {}, settings),
    leftovers: () => leftovers(emulator),
    skip: longCases,
  })
}
