import { CatalogError, isCatalogError } from '@moorage/catalog-core'
import { describeDiskError } from '@moorage/catalog-core/kit'
import { catalogName } from './catalog-name.ts'

/** Turns what the operating system reports about `path` into a `CatalogError`. */
export function toCatalogError(error: unknown, path: string): CatalogError {
  if (isCatalogError(error)) return error
  const reason = error instanceof Error ? error.message : String(error)
  const { code, message } = describeDiskError(error, path) ?? { code: 'UNEXPECTED', message: `${path}: ${reason}` }
  return new CatalogError({ code, catalog: catalogName, message, cause: error })
}

export function configurationError(message: string, cause?: unknown): CatalogError {
  return new CatalogError({ code: 'CONFIG_INVALID', catalog: catalogName, message, cause })
}

/** The operating system's name of an error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
