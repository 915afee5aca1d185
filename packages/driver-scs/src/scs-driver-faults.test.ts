import { describeDriverWithFaults } from '@moorage/testkit/driver'
import { openScsDriver } from './open-scs-driver.ts'
import { longCases } from './testing/long-cases.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const parameters = { rootdirectory: 'registry', chunksize: 5 * 1024 * 1024 }
describeDriverWithFaults('scs', {
  store: emulator,
  open: (settings) => openScsDriver(optionsFor(emulator, parameters), {}, settings),
  leftovers: () => leftovers(emulator),
  skip: longCases,
})
