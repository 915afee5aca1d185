import { defineDriver, type DriverDefinition } from '@moorage/driver-core'
import { openCosDriver } from './open-cos-driver.ts'
import { type CosOptions, cosOptions } from './options.ts'
import { driverName } from './protocol.ts'

export type { CosOptions } from './options.ts'

/** Stores a registry in a bucket of Tencent Cloud COS. */
const cos: DriverDefinition<CosOptions> = defineDriver({
  name: driverName,
  contractVersion: 1,
  options: cosOptions,
  create: (options, context) => openCosDriver(options, context),
})

export default cos
