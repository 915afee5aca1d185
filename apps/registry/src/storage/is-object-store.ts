import type { DriverCapabilities } from '@moorage/driver-core'

/**
 * Whether each call is a request over a network, and paid for: what can be asked at the same time then goes out together, and what need not be
 * asked is left out. All object stores have in common that nothing committed can be continued.
 */
export function isObjectStore({ append }: DriverCapabilities): boolean {
  return append !== 'any-offset'
}
