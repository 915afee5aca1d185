import { type CatalogDefinition, defineCatalog } from '@moorage/catalog-core'
import { catalogName } from './catalog-name.ts'
import { openSqliteCatalog } from './open-sqlite-catalog.ts'
import { type SqliteOptions, sqliteOptions } from './options.ts'

export type { SqliteOptions } from './options.ts'

/** Keeps the names of a registry's repositories in an SQLite database, for one or several processes of a host. */
const sqlite: CatalogDefinition<SqliteOptions> = defineCatalog({
  name: catalogName,
  contractVersion: 1,
  options: sqliteOptions,
  create: openSqliteCatalog,
})

export default sqlite
