import { loadPart, type LoadPartOptions, parseOptions, type PartKind } from '@moorage/part-loader'
import type { Catalog } from './catalog.ts'
import { CatalogError } from './catalog-error.ts'
import type { CatalogContext, CatalogDefinition } from './define-catalog.ts'

export type LoadCatalogOptions = LoadPartOptions

const catalogs: PartKind = {
  word: 'catalog',
  aliases: { mariadb: 'mysql' },
  madeBy: 'defineCatalog',
  toError: configurationError,
}

/**
 * Finds a catalog by the name a configuration gives it: `mysql` is the package `@moorage/catalog-mysql`;
 * a name with `/`, `.` or a leading `@` is a package or a file to import.
 * @throws CatalogError `CONFIG_INVALID` that says which package, why, and how to install it
 */
export function loadCatalog(name: string, options: LoadCatalogOptions = {}): Promise<CatalogDefinition<unknown>> {
  return loadPart(catalogs, name, options)
}

/**
 * Checks a catalog's options strictly.
 * @throws CatalogError `CONFIG_INVALID` that names each wrong or unknown option and what was expected
 */
export function parseCatalogOptions<Options>(definition: CatalogDefinition<Options>, options: unknown): Options {
  return parseOptions(definition.options, options, (message) => configurationError(definition.name, message))
}

/**
 * Loads a catalog, checks its options and opens it.
 * @param catalog the definition that a catalog's package exports, or its name
 * @throws CatalogError `CONFIG_INVALID` for one that cannot be loaded or an option that is wrong
 */
export async function createCatalog(
  catalog: CatalogDefinition<unknown> | string,
  options: unknown,
  context: CatalogContext = {},
  loadOptions: LoadCatalogOptions = {},
): Promise<Catalog> {
  const definition = typeof catalog === 'string' ? await loadCatalog(catalog, loadOptions) : catalog
  return definition.create(parseCatalogOptions(definition, options), context)
}

function configurationError(catalog: string, message: string, cause?: unknown): CatalogError {
  return new CatalogError({ code: 'CONFIG_INVALID', catalog, message, cause })
}
