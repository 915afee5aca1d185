import { DriverError, type StoragePath } from '@moorage/driver-core'

export const driverName = 'memory'

/** The error for writing where a file stands for a directory, or a directory for a file. */
export function pathBlocked(path: StoragePath): DriverError {
  const message = 'the path lies below a file, or is a directory'
  return new DriverError({ code: 'INVALID_PATH', driver: driverName, path, message })
}
