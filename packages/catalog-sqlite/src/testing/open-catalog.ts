import { type Catalog, type CatalogContext, parseCatalogOptions } from '@moorage/catalog-core'
import sqlite from '../index.ts'

/** Opens a catalog as a registry does. */
export function openCatalog(path: string, context: CatalogContext = {}, busytimeout = '5s'): Promise<Catalog> {
  return sqlite.create(parseCatalogOptions(sqlite, { path, busytimeout }), context)
}
