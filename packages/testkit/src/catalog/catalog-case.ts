import type { Catalog, CatalogCapabilities } from '@moorage/catalog-core'

/** What a case works with. */
export interface CatalogCaseTools {
  /** Empty at the start of the case. */
  readonly catalog: Catalog
  /** Opens another catalog on the same data, as a second process would; the suite closes it. */
  readonly reopen: () => Promise<Catalog>
}

/** One property that every catalog must have. */
export interface CatalogCase {
  /** A sentence that says what holds; unique in the suite. */
  readonly title: string
  /** Whether it needs a second catalog on the same data. Default false. */
  readonly reopens?: boolean
  /** Why a catalog of these capabilities cannot have the property; undefined where it can. Default: every one can. */
  readonly impossible?: (capabilities: CatalogCapabilities) => string | undefined
  readonly run: (tools: CatalogCaseTools) => Promise<void>
}

/** For cases about when a repository was pushed to. */
export const needsPushTimes = ({ pushTimes }: CatalogCapabilities): string | undefined =>
  pushTimes ? undefined : 'the catalog keeps no times'
