import { type Catalog, catalogNames } from '@moorage/catalog-core'

/** Every name of a catalog. */
export function walkNames(catalog: Catalog): Promise<readonly string[]> {
  return Array.fromAsync(catalogNames(catalog))
}
