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

interface Setup {
  readonly title: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** Some stores show unfinished uploads late or not at all: nothing may hinge on it. */
  readonly hidesUploads?: boolean
}

const setups: readonly Setup[] = [
  { title: 'cos', parameters: {} },
  {
    title: 'cos below a root directory, with the smallest chunks, never told of unfinished uploads',
    parameters: { rootdirectory: '/a/registry/', chunksize: 5 * mebibyte },
    hidesUploads: true,
  },
]

for (const { title, parameters, hidesUploads } of setups) {
  const emulator = await startBucket({ accounts })
  afterAll(() => emulator.close())
  if (hidesUploads === true) {
    emulator.faults.add({ operation: 'ListMultipartUploads', count: 'always', fault: { kind: 'late-uploads' } })
  }
  const open = (): Promise<StorageDriver> => openCosDriver(optionsFor(emulator, parameters), {})
  describeDriver(title, { create: open, reopen: open, leftovers: () => leftovers(emulator) })
}
