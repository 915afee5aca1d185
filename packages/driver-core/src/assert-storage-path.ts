import { DriverError } from './driver-error.ts'
import { isStoragePath } from './storage-path.ts'

/**
 * Throws `INVALID_PATH` unless `path` is legal.
 * @param allowRoot whether `/` itself is accepted (stat, list and walk take it; nothing else does). Default false.
 */
export function assertStoragePath(driver: string, path: string, allowRoot = false): void {
  if ((allowRoot && path === '/') || isStoragePath(path)) return
  throw new DriverError({
    code: 'INVALID_PATH',
    driver,
    path,
    message: 'a path is made of /-separated names of A-Z a-z 0-9 . _ - and starts with a slash',
  })
}
