import type { StorageDriver } from '@moorage/driver-core'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import { openCosDriver } from './open-cos-driver.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

const setups: readonly (readonly [title: string, parameters: Readonly<Record<string, unknown>>])[] = [
  ['cos', {}],
  [
    'cos below a root directory, with the smallest chunks',
    { rootdirectory: '/some/registry/', chunksize: 5 * mebibyte },
  ],
]

for (const [title, parameters] of setups) {
  const emulator = await startBucket()
  afterAll(() => emulator.close())
  const open = (): Promise<StorageDriver> => openCosDriver(optionsFor(emulator, parameters), {})
  describeDriver(title, { create: open, reopen: open, leftovers: () => leftovers(emulator) })
}
