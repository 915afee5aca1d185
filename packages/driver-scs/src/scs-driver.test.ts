import type { StorageDriver } from '@moorage/driver-core'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import { openScsDriver } from './open-scs-driver.ts'
import { longCases } from './testing/long-cases.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

interface Setup {
  readonly title: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly skip?: Readonly<Record<string, string>>
}

const setups: readonly Setup[] = [
  { title: 'scs', parameters: { rootdirectory: '/a/registry/', chunksize: 5 * mebibyte } },
  {
    title: 'scs that copies in the place of renaming, with the MD5 of parts',
    parameters: { rename: false, partmd5: 'hex' },
    skip: longCases,
  },
]

for (const { title, parameters, skip = {} } of setups) {
  const emulator = await startBucket()
  afterAll(() => emulator.close())
  const open = (): Promise<StorageDriver> => openScsDriver(optionsFor(emulator, parameters), {})
  describeDriver(title, { create: open, reopen: open, leftovers: () => leftovers(emulator), skip })
}
