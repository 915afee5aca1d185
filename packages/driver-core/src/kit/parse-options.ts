import { parseOptions as parsePartOptions } from '@moorage/part-loader'
import type { DriverDefinition } from '../define-driver.ts'
import { DriverError } from '../driver-error.ts'

/**
 * Checks a driver's parameters strictly.
 * @throws DriverError `CONFIG_INVALID` that names each wrong or unknown parameter and what was expected
 */
export function parseOptions<Options>(definition: DriverDefinition<Options>, parameters: unknown): Options {
  const { name: driver, options } = definition
  return parsePartOptions(
    options,
    parameters,
    (message) => new DriverError({ code: 'CONFIG_INVALID', driver, message }),
  )
}
