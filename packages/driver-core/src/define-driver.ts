import type { ZodType } from 'zod'
import type { StorageDriver } from './storage-driver.ts'

export interface DriverContext {
  /** Sent to the store where it takes one, such as `moorage/1.0.0`. */
  readonly userAgent?: string | undefined
  /** Called with things an operator should know, never with a secret. Default: dropped. */
  readonly warn?: ((message: string) => void) | undefined
}

/** What a driver package exports by default. */
export interface DriverDefinition<Options> {
  /** Such as `cos`: the key in the registry's configuration. */
  readonly name: string
  /** The contract's version that the driver is written for. */
  readonly contractVersion: 1
  /** Checks the options, and gives their types, defaults and documentation. */
  readonly options: ZodType<Options>
  /** Opens the store. Throws `CONFIG_INVALID` when it cannot work with these options. */
  create(options: Options, context: DriverContext): Promise<StorageDriver>
}

/** Gives a driver's definition its types. */
export function defineDriver<Options>(definition: DriverDefinition<Options>): DriverDefinition<Options> {
  return definition
}
