import type { StorageDriver } from '@moorage/driver-core'
import { type Account, defaultAccount } from '@moorage/object-store-emulator'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import { openOssDriver } from './open-oss-driver.ts'
import { permissions } from './testing/permissions.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

/** An account that may do what the documentation names, and nothing else. */
const accounts: readonly Account[] = [{ ...defaultAccount, permissions }]

interface Setup {
  readonly title: string
  readonly parameters: Readonly<Record<string, unknown>>
}

const setups: readonly Setup[] = [
  { title: 'oss, with signatures of v4', parameters: { rootdirectory: '/registry' } },
  {
    title: 'oss, with signatures of v1 and the smallest chunks',
    parameters: { rootdirectory: 'registry/', chunksize: 5 * mebibyte, signatureversion: 'v1' },
  },
]

for (const { title, parameters } of setups) {
  const emulator = await startBucket({ accounts })
  afterAll(() => emulator.close())
  const open = (): Promise<StorageDriver> => openOssDriver(optionsFor(emulator, parameters), {})
  describeDriver(title, { create: open, reopen: open, leftovers: () => leftovers(emulator) })
}
