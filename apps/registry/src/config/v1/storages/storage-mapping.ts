import type { FlavourSettings } from '../flavour-settings.ts'

/** A storage driver for a storage of v1. */
export interface StorageMapping {
  readonly driver: string
  /** The driver's parameters; those that are undefined keep their defaults. */
  readonly parameters: (settings: FlavourSettings) => Readonly<Record<string, unknown>>
  /** Whether the store can be asked to send bytes to clients itself. */
  readonly redirects: boolean
}
