import { CatalogError, isCatalogError } from '@moorage/catalog-core'
import { describeDiskError, describeSqliteError } from '@moorage/catalog-core/kit'
import { catalogName } from './catalog-name.ts'

/** Turns what SQLite or the operating system reports about the database `path` into a `CatalogError`. */
export function toCatalogError(error: unknown, path: string): CatalogError {
  if (isCatalogError(error)) return error
  const failure = describeSqliteError(error, path) ?? describeDiskError(error, path)
  const reason = error instanceof Error ? error.message : String(error)
  const { code, message } = failure ?? { code: 'UNEXPECTED', message: `${path}: ${reason}` }
  return new CatalogError({ code, catalog: catalogName, message, cause: error })
}

export function configurationError(message: string, cause?: unknown): CatalogError {
  return new CatalogError({ code: 'CONFIG_INVALID', catalog: catalogName, message, cause })
}
