import { describeDriverWithFaults } from '@moorage/testkit/driver'
import { openS3Driver } from './open-s3-driver.ts'
import { longCases } from './testing/long-cases.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const parameters = { rootdirectory: 'registry', chunksize: 5 * 1024 * 1024 }
describeDriverWithFaults('s3', {
  store: emulator,
  open: (settings) => openS3Driver(optionsFor(emulator, parameters), {}, settings),
  leftovers: () => leftovers(emulator),
  skip: longCases,
})
