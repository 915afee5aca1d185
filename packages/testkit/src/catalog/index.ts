export { describeCatalog, type CatalogSuiteOptions } from './describe-catalog.ts'
export { MemoryCatalog, MemoryCatalogData } from './memory-catalog.ts'
