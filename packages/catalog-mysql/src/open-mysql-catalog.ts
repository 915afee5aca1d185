import { type Catalog, type CatalogContext, CatalogError, isCatalogError } from '@moorage/catalog-core'
import { catalogName } from './catalog-name.ts'
import { Database } from './database.ts'
import { InvalidDsn } from './dsn/invalid-dsn.ts'
import { maskDsn } from './dsn/mask-dsn.ts'
import { MysqlCatalog } from './mysql-catalog.ts'
import type { MysqlOptions } from './options/options.ts'
import { type ReadSettings, settingsOf } from './options/settings-of.ts'
import { listForeignRows } from './repair.ts'

/**
 * Opens the catalog and makes its tables. A database that cannot be reached now is only warned of.
 * @throws CatalogError when it can never work with these options
 */
export async function openMysqlCatalog(options: MysqlOptions, context: CatalogContext): Promise<Catalog> {
  const { settings, warnings } = readSettings(options)
  for (const warning of warnings) context.warn?.(warning)
  const database = new Database(settings, options.pool, {
    afterMigration: async (session, statements) => void (await listForeignRows(session, statements)),
  })
  try {
    await database.prepare()
  } catch (error) {
    if (!isCatalogError(error, 'UNAVAILABLE', 'BUSY')) {
      database.close()
      throw error
    }
    context.warn?.(`${error.message}; the tables are looked at with the first call that reaches it`)
  }
  return new MysqlCatalog(database)
}

function readSettings(options: MysqlOptions): ReadSettings {
  try {
    return settingsOf(options)
  } catch (error) {
    if (!(error instanceof InvalidDsn)) throw error
    // Options that were not checked by their schema.
    const message = `${maskDsn(options.dsn ?? '')} is no DSN: ${error.message}`
    throw new CatalogError({ code: 'CONFIG_INVALID', catalog: catalogName, message })
  }
}
