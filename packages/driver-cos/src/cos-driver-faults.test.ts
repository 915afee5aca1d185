import { describeDriverWithFaults } from '@moorage/testkit/driver'
import { openCosDriver } from './open-cos-driver.ts'
import { leftovers, optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const parameters = { rootdirectory: 'registry', chunksize: 5 * 1024 * 1024 }
describeDriverWithFaults('cos', {
  store: emulator,
  open: (settings) => openCosDriver(optionsFor(emulator, parameters), {}, settings),
  leftovers: () => leftovers(emulator),
})
