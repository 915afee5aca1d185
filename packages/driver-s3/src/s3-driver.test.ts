import type { StorageDriver } from '@moorage/driver-core'
import { type Account, defaultAccount, type Emulator } from '@moorage/object-store-emulator'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import type { S3ClientSettings } from './client.ts'
import { openS3Driver } from './open-s3-driver.ts'
import { longCases } from './testing/long-cases.ts'
import { permissions } from './testing/permissions.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024

/** An account that may do what the documentation names, and nothing else. */
const accounts: readonly Account[] = [{ ...defaultAccount, permissions }]

interface Setup {
  readonly title: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly settings?: (emulator: Emulator) => S3ClientSettings
  readonly skip?: Readonly<Record<string, string>>
  /** Some stores show unfinished uploads late or not at all: nothing may hinge on it. */
  readonly hidesUploads?: boolean
}

const setups: readonly Setup[] = [
  {
    title: 's3 with the bucket in the path',
    parameters: { rootdirectory: '/a/registry/', chunksize: 5 * mebibyte },
    hidesUploads: true,
  },
  {
    title: "s3 with the bucket in Amazon's host",
    parameters: { regionendpoint: '', secure: false },
    settings: ({ port }) => ({ connectTo: { host: '127.0.0.1', port } }),
    skip: {
      ...longCases,
      'the URL for GET gives the bytes to whoever has it': "there is no way to Amazon's host from here",
      'the URL for GET gives a range of the bytes': "there is no way to Amazon's host from here",
      'the URL for HEAD answers the length': "there is no way to Amazon's host from here",
    },
  },
]

for (const { title, parameters, settings, hidesUploads, skip = {} } of setups) {
  const emulator = await startBucket({ accounts })
  afterAll(() => emulator.close())
  if (hidesUploads === true) {
    emulator.faults.add({ operation: 'ListMultipartUploads', count: 'always', fault: { kind: 'late-uploads' } })
  }
  const open = (): Promise<StorageDriver> => openS3Driver(optionsFor(emulator, parameters), {}, settings?.(emulator))
  describeDriver(title, { create: open, reopen: open, leftovers: () => leftovers(emulator), skip })
}
