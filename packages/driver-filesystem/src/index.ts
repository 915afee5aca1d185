import { defineDriver, type DriverDefinition } from '@moorage/driver-core'
import { driverName } from './error-mapping.ts'
import { FilesystemDriver } from './filesystem-driver.ts'
import { type FilesystemOptions, filesystemOptions } from './options.ts'

export type { FilesystemOptions } from './options.ts'

/** Stores a registry in a folder of a disk, laid out as the Go registry's filesystem driver does. */
const filesystem: DriverDefinition<FilesystemOptions> = defineDriver({
  name: driverName,
  contractVersion: 1,
  options: filesystemOptions,
  create: (options, context) => FilesystemDriver.open(options, context),
})

export default filesystem
