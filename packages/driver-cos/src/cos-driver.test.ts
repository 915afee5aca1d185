import type { StorageDriver } from '@moorage/driver-core'
import { type Account, defaultAccount } from '@moorage/object-store-emulator'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import { openCosDriver } from './open-cos-driver.ts'
import { permissions } from './testing/permissions.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

/** An account that may do what the documentation names, and nothing else. */
const accounts: readonly Account[] = [{ ...defaultAccount, permissions }]

const setups: readonly (readonly [title: string, parameters: Readonly<Record<string, unknown>>])[] = [
  ['cos', {}],
  ['cos below a root directory, with the smallest chunks', { rootdirectory: '/a/registry/', chunksize: 5 * mebibyte }],
]

for (const [title, parameters] of setups) {
  const emulator = await startBucket({ accounts })
  afterAll(() => emulator.close())
  const open = (): Promise<StorageDriver> => openCosDriver(optionsFor(emulator, parameters), {})
  describeDriver(title, { create: open, reopen: open, leftovers: () => leftovers(emulator) })
}
