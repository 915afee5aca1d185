import type { StorageDriver } from '@moorage/driver-core'
import { type Account, defaultAccount } from '@moorage/object-store-emulator'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import { openOssDriver } from './open-oss-driver.ts'
import { permissions } from './testing/permissions.ts'
import { longCases, setups } from './testing/setups.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

/** An account that may do what the documentation names, and nothing else. */
const accounts: readonly Account[] = [{ ...defaultAccount, permissions }]

for (const [version, skip] of [
  ['v4', {}],
  ['v1', longCases],
] as const) {
  const emulator = await startBucket({ accounts })
  afterAll(() => emulator.close())
  const open = (): Promise<StorageDriver> => openOssDriver(optionsFor(emulator, setups[version]), {})
  const suite = { create: open, reopen: open, leftovers: () => leftovers(emulator), skip }
  describeDriver(`oss with signatures of ${version}`, suite)
}
