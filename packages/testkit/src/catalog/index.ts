export { describeCatalog, type CatalogSuiteOptions } from './describe-catalog.ts'
export { MemoryCatalog, MemoryCatalogData } from './memory-catalog.ts'
export { type CatalogProcessesOptions, describeCatalogProcesses } from './processes/describe-catalog-processes.ts'
