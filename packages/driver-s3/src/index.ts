import { defineDriver, type DriverDefinition } from '@moorage/driver-core'
import { openS3Driver } from './open-s3-driver.ts'
import { type S3Options, s3Options } from './options.ts'
import { s3Words } from './store-words.ts'

export { s3Faults } from './errors.ts'
export { openS3Driver } from './open-s3-driver.ts'
export { type S3Options, s3Options } from './options.ts'
export { explainAnswer } from './start-up.ts'
export type { StoreWords } from './store-words.ts'

/** Stores a registry in a bucket of Amazon S3, or of a store that speaks its protocol. */
const s3: DriverDefinition<S3Options> = defineDriver({
  name: s3Words.driver,
  contractVersion: 1,
  options: s3Options,
  create: (options, context) => openS3Driver(options, context),
})

export default s3
