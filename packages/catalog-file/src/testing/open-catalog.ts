import { type Catalog, type CatalogContext, parseCatalogOptions } from '@moorage/catalog-core'
import file from '../index.ts'

/** Opens a catalog as a registry does. */
export function openCatalog(path: string, context: CatalogContext = {}): Promise<Catalog> {
  return file.create(parseCatalogOptions(file, { path }), context)
}

/** Every name of a small catalog. */
export async function listAll(catalog: Catalog): Promise<readonly string[]> {
  return (await catalog.list({ limit: 1_000_000 })).entries.map(({ name }) => name)
}
