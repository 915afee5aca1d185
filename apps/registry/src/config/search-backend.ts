/** What the older environment says about where the names of repositories are kept; unset and empty are the same. */
export interface SearchBackend {
  /** `SEARCH_BACKEND`. */
  readonly name: string
  /** `SEARCH_BACKEND_MYSQL`: a DSN. */
  readonly mysql: string | undefined
  /** `SEARCH_BACKEND_LOCAL`: a file. Default: that of the catalog itself. */
  readonly local: string | undefined
  /** `SQLALCHEMY_INDEX_DATABASE`: a URL of SQLAlchemy. */
  readonly sqlalchemy: string | undefined
}

type Section = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export type FoundCatalog =
  | { readonly catalog: Section }
  /** What is wrong, and the variable with which it can be put right. */
  | {
      readonly problem: string
      readonly variable: 'SEARCH_BACKEND' | 'SEARCH_BACKEND_MYSQL' | 'SQLALCHEMY_INDEX_DATABASE'
    }

/** Where the first registry kept its search index when nobody said where. */
const defaultIndex = 'sqlite:////tmp/docker-registry.db'

/** The section `catalog` that they amount to; undefined where the names are to be listed from the storage. */
export function catalogOf(backend: SearchBackend): FoundCatalog | undefined {
  switch (backend.name.toLowerCase()) {
    case '':
      return undefined
    case 'mysql':
      if (isEmpty(backend.mysql)) {
        const problem = 'expected a DSN such as user:password@tcp(host:3306)/database'
        return { problem, variable: 'SEARCH_BACKEND_MYSQL' }
      }
      return { catalog: { mysql: { dsn: backend.mysql } } }
    case 'local':
      return { catalog: { file: isEmpty(backend.local) ? {} : { path: backend.local } } }
    case 'sqlalchemy':
      return catalogOfIndex(isEmpty(backend.sqlalchemy) ? defaultIndex : (backend.sqlalchemy ?? ''))
    default:
      return { problem: `expected MYSQL, LOCAL or sqlalchemy, not ${backend.name}`, variable: 'SEARCH_BACKEND' }
  }
}

/** A URL of SQLAlchemy: `sqlite:////absolute`, `sqlite:///relative`, `mysql://user:password@host:port/database`. */
function catalogOfIndex(url: string): FoundCatalog {
  const variable = 'SQLALCHEMY_INDEX_DATABASE'
  const path = /^sqlite(?:\+\w+)?:\/\/\/(.+)$/i.exec(url)?.[1]
  if (path !== undefined && path !== ':memory:') return { catalog: { sqlite: { path } } }
  const mysql = /^(?:mysql|mariadb)(?:\+\w+)?:(\/\/.*)$/is.exec(url)?.[1]
  const parsed = mysql !== undefined && URL.canParse(`mysql:${mysql}`) ? new URL(`mysql:${mysql}`) : undefined
  if (parsed !== undefined && parsed.hostname !== '' && parsed.pathname.length > 1) {
    return { catalog: { mysql: mysqlParameters(parsed) } }
  }
  const problem = 'expected sqlite:////path/of/a/file or mysql://host:port/database'
  return { problem, variable }
}

function mysqlParameters(url: URL): Readonly<Record<string, unknown>> {
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    database: decodeURIComponent(url.pathname.slice(1)),
  }
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === ''
}
