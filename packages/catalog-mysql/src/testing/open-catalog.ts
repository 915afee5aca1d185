import { type Catalog, createCatalog } from '@moorage/catalog-core'
import mysql from '../index.ts'

/** Opens a catalog as the registry does; it takes no warnings that a test does not ask for. */
export function openCatalog(options: object, warn: (message: string) => void = refuseWarning): Promise<Catalog> {
  return createCatalog(mysql, options, { warn })
}

function refuseWarning(message: string): void {
  throw new Error(`a warning: ${message}`)
}
