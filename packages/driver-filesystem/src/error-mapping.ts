import { DriverError, type DriverErrorCode, isDriverError, type StoragePath } from '@moorage/driver-core'

export const driverName = 'filesystem'

/** What the call was about: the same errno is a missing file to a reader and a wrong path to a writer. */
export type Intent = 'read' | 'write'

const codes: Readonly<Record<string, { readonly code: DriverErrorCode; readonly message: string }>> = {
  ENOENT: { code: 'PATH_NOT_FOUND', message: 'no such file or directory' },
  ENOTDIR: { code: 'PATH_NOT_FOUND', message: 'no such file or directory' },
  EISDIR: { code: 'PATH_NOT_FOUND', message: 'no such file: it is a directory' },
  // What opening a socket that lies in the folder answers.
  ENXIO: { code: 'PATH_NOT_FOUND', message: 'no such file: it holds no bytes' },
  ENAMETOOLONG: { code: 'INVALID_PATH', message: 'the path is too long for the file system' },
  ELOOP: { code: 'ACCESS_DENIED', message: 'the path is a symbolic link, or its links go in circles' },
  ENOSPC: { code: 'NO_SPACE', message: 'the disk is full' },
  EDQUOT: { code: 'NO_SPACE', message: 'the quota of the disk is used up' },
  EFBIG: { code: 'NO_SPACE', message: 'the file is larger than the file system allows' },
  EACCES: { code: 'ACCESS_DENIED', message: 'the permissions of the file or its folders forbid it' },
  EPERM: { code: 'ACCESS_DENIED', message: 'the permissions of the file or its folders forbid it' },
  EROFS: { code: 'ACCESS_DENIED', message: 'the file system is mounted read-only' },
  EMFILE: { code: 'UNAVAILABLE', message: 'the process has no file handles left' },
  ENFILE: { code: 'UNAVAILABLE', message: 'the machine has no file handles left' },
}

const codesOfWrites: typeof codes = {
  ENOTDIR: { code: 'INVALID_PATH', message: 'the path lies below a file' },
  EEXIST: { code: 'INVALID_PATH', message: 'the path lies below a file' },
  EISDIR: { code: 'INVALID_PATH', message: 'the path is a directory' },
  ENOTEMPTY: { code: 'INVALID_PATH', message: 'the path is a directory' },
}

/** Turns what the operating system reports into a `DriverError`, which names the storage path and not the folder. */
export function toDriverError(error: unknown, path: StoragePath, intent: Intent): DriverError {
  if (isDriverError(error)) return error
  const errno = errorCode(error)
  const known = (intent === 'write' ? codesOfWrites[errno ?? ''] : undefined) ?? codes[errno ?? '']
  if (known !== undefined) return new DriverError({ ...known, driver: driverName, path, cause: error })
  const message = `the file system failed${errno === undefined ? '' : ` with ${errno}`}`
  return new DriverError({ code: 'UNEXPECTED', driver: driverName, path, message, cause: error })
}

/** The operating system's name of an error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Whether `error` says that there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}
