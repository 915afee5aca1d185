export type {
  Catalog,
  CatalogCapabilities,
  CatalogEntry,
  CatalogPage,
  ExclusiveOptions,
  ListOptions,
  OperationOptions,
  RepositoryPush,
  SearchOptions,
  SearchResult,
} from './catalog.ts'
export { CatalogError, type CatalogErrorCode, type CatalogErrorDetails, isCatalogError } from './catalog-error.ts'
export { catalogNames } from './catalog-names.ts'
export { compareNames } from './compare-names.ts'
export { type CatalogContext, type CatalogDefinition, defineCatalog } from './define-catalog.ts'
export type { Difference } from './differences.ts'
export { createCatalog, loadCatalog, type LoadCatalogOptions, parseCatalogOptions } from './load-catalog.ts'
export { reconcileCatalog, type ReconcileOptions, type ReconcileResult } from './reconcile-catalog.ts'
export { isRepositoryName } from './repository-name.ts'
export type { RepositorySource } from './repository-source.ts'
export { type Finding, look, settle } from './settle.ts'
