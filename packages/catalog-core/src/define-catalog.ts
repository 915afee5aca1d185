import type { ZodType } from 'zod'
import type { Catalog } from './catalog.ts'

export interface CatalogContext {
  /** Called with things an operator should know, never with a secret. Default: dropped. */
  readonly warn?: ((message: string) => void) | undefined
}

/** What a catalog's package exports by default. */
export interface CatalogDefinition<Options> {
  /** Such as `mysql`: the key in the registry's configuration. */
  readonly name: string
  /** The contract's version that the catalog is written for. */
  readonly contractVersion: 1
  /** Checks the options, and gives their types, defaults and documentation. */
  readonly options: ZodType<Options>
  /** A sentence for each part of the options that has no effect, without opening anything; `create` warns of the same. */
  warnings?(options: Options): readonly string[]
  /**
   * Opens the catalog, and makes what it needs, such as tables.
   * @throws CatalogError `CONFIG_INVALID` or `ACCESS_DENIED` when it can never work with these options. A database that
   * cannot be reached now is no error: calls fail with `UNAVAILABLE` until it can.
   */
  create(options: Options, context: CatalogContext): Promise<Catalog>
}

/** Gives a catalog's definition its types. */
export function defineCatalog<Options>(definition: CatalogDefinition<Options>): CatalogDefinition<Options> {
  return definition
}
