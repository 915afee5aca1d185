import { loadPart, type LoadPartOptions, type PartKind } from '@moorage/part-loader'
import type { DriverContext, DriverDefinition } from './define-driver.ts'
import { DriverError } from './driver-error.ts'
import { checkPaths } from './kit/check-paths.ts'
import { parseOptions } from './kit/parse-options.ts'
import type { StorageDriver } from './storage-driver.ts'

export type LoadDriverOptions = LoadPartOptions

const drivers: PartKind = {
  word: 'driver',
  // Names the Go registry knows a driver by, where they are not the package's.
  aliases: { inmemory: 'memory', s3aws: 's3', alioss: 'oss' },
  madeBy: 'defineDriver',
  toError: (driver, message, cause) => new DriverError({ code: 'CONFIG_INVALID', driver, message, cause }),
}

/**
 * Finds a driver by the name a configuration gives it: `cos` is the package `@moorage/driver-cos`;
 * a name with `/`, `.` or a leading `@` is a package or a file to import.
 * @throws DriverError `CONFIG_INVALID` that says which package, why, and how to install it
 */
export function loadDriver(name: string, options: LoadDriverOptions = {}): Promise<DriverDefinition<unknown>> {
  return loadPart(drivers, name, options)
}

/**
 * Loads a driver, checks its parameters and opens its store, with every path checked.
 * @param driver the definition that a driver's package exports, or its name
 * @throws DriverError `CONFIG_INVALID` for a driver that cannot be loaded or a parameter that is wrong
 */
export async function createDriver(
  driver: DriverDefinition<unknown> | string,
  parameters: unknown,
  context: DriverContext = {},
  options: LoadDriverOptions = {},
): Promise<StorageDriver> {
  const definition = typeof driver === 'string' ? await loadDriver(driver, options) : driver
  return checkPaths(await definition.create(parseOptions(definition, parameters), context))
}
