import { notSupported } from '../schema/refused.ts'
import type { FlavourSettings } from './flavour-settings.ts'

/**
 * The section `catalog` that v1's search backend amounts to: `sqlalchemy` is a catalog in a SQL database, the one that
 * `sqlalchemy_index_database` names. Refused until there are catalogs in databases: a search that was asked for must not
 * be missing silently.
 */
export function catalogOfSearchBackend(settings: FlavourSettings): Readonly<Record<string, unknown>> | undefined {
  const backend = settings.text('search_backend')
  if (backend === undefined) return undefined
  settings.known.add('sqlalchemy_index_database')
  const what = backend.toLowerCase() === 'sqlalchemy' ? 'a catalog in a SQL database (sqlalchemy)' : backend
  settings.refuse(
    'search_backend',
    `${what} ${notSupported}; unset it, and the repositories are listed from the storage`,
  )
  return undefined
}
