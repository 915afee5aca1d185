import { defineDriver, type DriverDefinition } from '@moorage/driver-core'
import { driverName } from './driver-name.ts'
import { openOssDriver } from './open-oss-driver.ts'
import { type OssOptions, ossOptions } from './options.ts'

export type { OssOptions } from './options.ts'

/** Stores a registry in a bucket of Aliyun OSS. */
const oss: DriverDefinition<OssOptions> = defineDriver({
  name: driverName,
  contractVersion: 1,
  options: ossOptions,
  create: (options, context) => openOssDriver(options, context),
})

export default oss
