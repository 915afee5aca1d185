import { resolve } from 'node:path'
import { type Catalog, type CatalogContext, isCatalogError } from '@moorage/catalog-core'
import { checkPath } from './check-path.ts'
import type { SqliteOptions } from './options.ts'
import { SqliteCatalog } from './sqlite-catalog.ts'

/**
 * Opens the database, and makes the file and its table where they are missing.
 * @throws CatalogError `CONFIG_INVALID` or `ACCESS_DENIED`; what may pass, such as a full disk, is a warning: calls fail
 * until it has
 */
export async function openSqliteCatalog(options: SqliteOptions, context: CatalogContext): Promise<Catalog> {
  const path = resolve(options.path)
  await checkPath(path)
  const catalog = new SqliteCatalog(path, options.busytimeout)
  try {
    await catalog.list({ limit: 1 })
  } catch (error) {
    if (isCatalogError(error, 'CONFIG_INVALID', 'ACCESS_DENIED')) {
      await catalog[Symbol.asyncDispose]()
      throw error
    }
    context.warn?.(error instanceof Error ? error.message : String(error))
  }
  return catalog
}
