import { CatalogError, compareNames, isRepositoryName } from '@moorage/catalog-core'
import { catalogName } from '../catalog-name.ts'

/**
 * Names once each, in one order for all writers, so that few wait for one another in a circle.
 * @throws CatalogError `UNEXPECTED` for one that is no name
 */
export function distinctNames(names: Iterable<string>): readonly string[] {
  const distinct = [...new Set(names)]
  const wrong = distinct.find((name) => !isRepositoryName(name))
  if (wrong !== undefined) {
    const message = `${JSON.stringify(wrong.slice(0, 300))} is no name of a repository`
    throw new CatalogError({ code: 'UNEXPECTED', catalog: catalogName, message })
  }
  return distinct.toSorted(compareNames)
}
