import type { ConfigurationProblem } from '../configuration-error.ts'
import { catalogNames } from '../schema/catalog.ts'
import { catalogOf, type SearchBackend } from '../search-backend.ts'

type Tree = Readonly<Record<string, unknown>>

/**
 * `SEARCH_BACKEND` and what belongs to it, in the environment: names the catalog in place of the one of a file.
 * `REGISTRY_CATALOG_` variables go on to override single keys of it.
 */
export function applySearchBackend(
  document: Tree,
  environment: Readonly<Record<string, string | undefined>>,
  problems: ConfigurationProblem[],
  warnings: string[],
): Tree {
  const backend: SearchBackend = {
    name: environment['SEARCH_BACKEND'] ?? '',
    mysql: environment['SEARCH_BACKEND_MYSQL'],
    local: environment['SEARCH_BACKEND_LOCAL'],
    sqlalchemy: environment['SQLALCHEMY_INDEX_DATABASE'],
  }
  warnings.push(...variablesWithoutEffect(backend.name, environment))
  const found = catalogOf(backend)
  if (found === undefined) return document
  if ('problem' in found) {
    problems.push({ path: found.variable, message: found.problem })
    return document
  }
  const written = document['catalog']
  const section = typeof written === 'object' && written !== null && !Array.isArray(written) ? (written as Tree) : {}
  const replaced = new Set(catalogNames(section))
  const settings = Object.fromEntries(Object.entries(section).filter(([key]) => !replaced.has(key)))
  return { ...document, catalog: { ...settings, ...found.catalog } }
}

/** Which back end heeds a variable. */
const places: Readonly<Record<string, string>> = {
  SEARCH_BACKEND_MYSQL: 'MYSQL',
  SEARCH_BACKEND_LOCAL: 'LOCAL',
  SQLALCHEMY_INDEX_DATABASE: 'sqlalchemy',
}

function variablesWithoutEffect(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const unheeded = Object.entries(places).filter(
    ([variable, backend]) => (environment[variable] ?? '') !== '' && backend.toLowerCase() !== name.toLowerCase(),
  )
  const reason = name === '' ? 'SEARCH_BACKEND is not set' : `SEARCH_BACKEND is ${name}`
  return unheeded.map(([variable]) => `${variable} has no effect: ${reason}`)
}
