import { defineDriver, type DriverDefinition } from '@moorage/driver-core'
import { openScsDriver } from './open-scs-driver.ts'
import { type ScsOptions, scsOptions } from './options.ts'
import { scsWords } from './scs-words.ts'

export type { ScsOptions } from './options.ts'

/** Stores a registry in a bucket of Sohu Cloud Storage. */
const scs: DriverDefinition<ScsOptions> = defineDriver({
  name: scsWords.driver,
  contractVersion: 1,
  options: scsOptions,
  create: (options, context) => openScsDriver(options, context),
})

export default scs
