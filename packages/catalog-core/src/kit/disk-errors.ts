import type { CatalogErrorCode } from '../catalog-error.ts'

/** A failure in words of the contract. */
export interface FailureDescription {
  readonly code: CatalogErrorCode
  /** A sentence that names the file and says what to do. */
  readonly message: string
}

const writeRight = 'let the user that this process runs as read and write it'

const failures: Readonly<Record<string, { readonly code: CatalogErrorCode; say(path: string): string }>> = {
  ENOENT: { code: 'UNAVAILABLE', say: (path) => `${path} is not there any more: put it back, or start again` },
  ENOTDIR: { code: 'CONFIG_INVALID', say: (path) => `the folder of ${path} is a file: give another path` },
  EISDIR: { code: 'CONFIG_INVALID', say: (path) => `${path} is a folder: give the path of a file` },
  ELOOP: { code: 'CONFIG_INVALID', say: (path) => `the symbolic links of ${path} go in circles` },
  ENAMETOOLONG: { code: 'CONFIG_INVALID', say: (path) => `the path ${path} is too long` },
  EACCES: { code: 'ACCESS_DENIED', say: (path) => `the permissions of ${path} or its folder forbid it: ${writeRight}` },
  EPERM: { code: 'ACCESS_DENIED', say: (path) => `the system forbids to change ${path}: ${writeRight}` },
  EROFS: { code: 'ACCESS_DENIED', say: (path) => `the disk of ${path} is mounted read-only: mount it writable` },
  ENOSPC: { code: 'NO_SPACE', say: (path) => `the disk of ${path} is full: make room on it` },
  EDQUOT: { code: 'NO_SPACE', say: (path) => `the quota of the disk of ${path} is used up: raise it or make room` },
  EFBIG: { code: 'NO_SPACE', say: (path) => `${path} is larger than its disk allows` },
  EMFILE: { code: 'UNAVAILABLE', say: () => 'the process has too many files open: raise its limit (ulimit -n)' },
  ENFILE: { code: 'UNAVAILABLE', say: () => 'the system has too many files open' },
}

/** Says what the operating system's error about `path` means; undefined for one that says nothing in particular. */
export function describeDiskError(error: unknown, path: string): FailureDescription | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const known = failures[error.code]
  return known === undefined ? undefined : { code: known.code, message: known.say(path) }
}
