import { type CatalogDefinition, defineCatalog } from '@moorage/catalog-core'
import { catalogName } from './catalog-name.ts'
import { openFileCatalog } from './open-file-catalog.ts'
import { type FileOptions, fileOptions } from './options.ts'

export type { FileOptions } from './options.ts'

/** Keeps the names of a registry's repositories in a text file, one a line, for the processes of a host. */
const file: CatalogDefinition<FileOptions> = defineCatalog({
  name: catalogName,
  contractVersion: 1,
  options: fileOptions,
  create: openFileCatalog,
})

export default file
