import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CatalogErrorCode } from '../catalog-error.ts'
import { describeDiskError, type FailureDescription } from './disk-errors.ts'

const inputOutputError = 10

/** By the primary code: https://www.sqlite.org/rescode.html */
const failures: Readonly<Record<number, { readonly code: CatalogErrorCode; say(path: string): string }>> = {
  3: { code: 'ACCESS_DENIED', say: forbidden },
  5: { code: 'BUSY', say: (path) => `another process uses ${path}` },
  6: { code: 'BUSY', say: (path) => `another part of this process uses ${path}` },
  8: { code: 'ACCESS_DENIED', say: forbidden },
  11: { code: 'CONFIG_INVALID', say: damaged },
  13: { code: 'NO_SPACE', say: (path) => `the disk of ${path} is full: make room on it` },
  14: {
    code: 'ACCESS_DENIED',
    say: (path) => `${path} cannot be opened: let the user that this process runs as write to it and its folder`,
  },
  // Two that open a database at the same moment.
  15: { code: 'BUSY', say: (path) => `another process opens ${path}` },
  26: { code: 'CONFIG_INVALID', say: damaged },
}

/** Says what an error of SQLite about the database `path` means; undefined for one that says nothing in particular. */
export function describeSqliteError(error: unknown, path: string): FailureDescription | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  const primary = error.errcode & 0xff
  if (primary === inputOutputError) {
    // A full disk is told apart from a broken one in some places only.
    if (isFull(dirname(path))) return describeDiskError(Object.assign(new Error(), { code: 'ENOSPC' }), path)
    return { code: 'UNEXPECTED', message: `the disk of ${path} failed: see the log of the system` }
  }
  const known = failures[primary]
  return known === undefined ? undefined : { code: known.code, message: known.say(path) }
}

function forbidden(path: string): string {
  return `${path} cannot be written: let the user that this process runs as write to it and its folder`
}

function damaged(path: string): string {
  return `${path} is no database, or a damaged one: move it away, and it is made again at the next start`
}

function isFull(folder: string): boolean {
  try {
    return statfsSync(folder).bavail === 0
  } catch {
    return false
  }
}
