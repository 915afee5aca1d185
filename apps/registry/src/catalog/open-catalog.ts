import { type Catalog, createCatalog } from '@moorage/catalog-core'
import type { Logger } from 'pino'
import type { CatalogConfiguration } from '../config/configuration.ts'

/**
 * Opens the catalog that a configuration names.
 * @param from where its package is looked up, in this order
 * @returns undefined where the storage is to be listed
 * @throws CatalogError `CONFIG_INVALID` when it cannot be loaded, or its parameters are wrong
 */
export async function openCatalog(
  { backend }: CatalogConfiguration,
  logger: Logger,
  from: readonly string[],
): Promise<Catalog | undefined> {
  if (backend === undefined) return undefined
  const warn = (message: string): void => logger.warn(message)
  return createCatalog(backend.name, backend.parameters, { warn }, { from })
}
