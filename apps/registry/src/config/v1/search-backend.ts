import { catalogOf } from '../search-backend.ts'
import type { FlavourSettings } from './flavour-settings.ts'

/**
 * The section `catalog` that v1's search backend amounts to: `sqlalchemy` is a catalog in a SQL database, the one that
 * `sqlalchemy_index_database` names.
 */
export function catalogOfSearchBackend(settings: FlavourSettings): Readonly<Record<string, unknown>> | undefined {
  const name = settings.text('search_backend')
  if (name === undefined) return undefined
  const sqlalchemy = settings.text('sqlalchemy_index_database')
  const found = catalogOf({
    name,
    mysql: settings.variable('SEARCH_BACKEND_MYSQL'),
    local: settings.variable('SEARCH_BACKEND_LOCAL'),
    sqlalchemy,
  })
  if (found === undefined || 'catalog' in found) return found?.catalog
  switch (found.variable) {
    case 'SEARCH_BACKEND':
      settings.refuse('search_backend', found.problem)
      break
    case 'SQLALCHEMY_INDEX_DATABASE':
      settings.refuse('sqlalchemy_index_database', found.problem)
      break
    default:
      settings.refuse('search_backend', `needs ${found.variable}: ${found.problem}`)
  }
  return undefined
}
