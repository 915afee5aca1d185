import { type CatalogDefinition, defineCatalog } from '@moorage/catalog-core'
import { catalogName } from './catalog-name.ts'
import { openMysqlCatalog } from './open-mysql-catalog.ts'
import { type MysqlOptions, mysqlOptions } from './options/options.ts'
import { settingsOf } from './options/settings-of.ts'

export type { MysqlOptions } from './options/options.ts'

/** Keeps the names of a registry's repositories in MySQL or MariaDB. */
const mysql: CatalogDefinition<MysqlOptions> = defineCatalog({
  name: catalogName,
  contractVersion: 1,
  options: mysqlOptions,
  warnings: (options) => settingsOf(options).warnings,
  create: (options, context) => openMysqlCatalog(options, context),
})

export default mysql
