import { createDriver, type StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import type { DriverConfiguration } from '../config/configuration.ts'
import { programVersion } from '../config/program-version.ts'

/**
 * Opens the store that a configuration names.
 * @param from where the driver's package is looked up, in this order
 * @throws DriverError `CONFIG_INVALID` when the driver cannot be loaded, or its parameters are wrong
 */
export function openDriver(
  { name, parameters }: DriverConfiguration,
  logger: Logger,
  from: readonly string[],
): Promise<StorageDriver> {
  const warn = (message: string): void => logger.warn(message)
  return createDriver(name, parameters, { userAgent: `moorage/${programVersion}`, warn }, { from })
}
