import { DriverError } from '../driver-error.ts'
import type { ReadOptions } from '../storage-driver.ts'
import type { StoragePath } from '../storage-path.ts'

/** The bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** @throws DriverError `INVALID_OFFSET` when offset or length is negative or no whole number */
export function assertReadOptions(driver: string, path: StoragePath, options: ReadOptions | undefined): void {
  for (const [name, value] of Object.entries({ offset: options?.offset ?? 0, length: options?.length ?? 0 })) {
    if (Number.isSafeInteger(value) && value >= 0) continue
    throw new DriverError({ code: 'INVALID_OFFSET', driver, path, message: `${name} ${value} is no count of bytes` })
  }
}

/** What of a file of `size` bytes is to be read: empty when the offset is at its end or behind. */
export function readRange(size: number, options: ReadOptions | undefined): ByteRange {
  const start = Math.min(options?.offset ?? 0, size)
  const end = options?.length === undefined ? size : Math.min(start + options.length, size)
  return { start, end }
}
