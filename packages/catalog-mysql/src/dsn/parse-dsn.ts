import { pathUnescape } from './go-values.ts'
import { InvalidDsn } from './invalid-dsn.ts'

/** A DSN, taken apart. */
export interface Dsn {
  readonly user: string
  readonly password: string
  /** Such as `tcp` or `unix`; empty where there is none. */
  readonly network: string
  /** What stands in parentheses behind the network; empty where nothing does. */
  readonly address: string
  readonly database: string
  /** Names and values, still escaped, in their order. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
}

/**
 * Takes apart `[user[:password]@][net[(address)]]/database[?name=value&...]` at the places where
 * github.com/go-sql-driver/mysql does, so that a password may have any character in it.
 * @throws InvalidDsn
 */
export function parseDsn(dsn: string): Dsn {
  if (/^(?:mysql|mariadb):\/\//i.test(dsn)) {
    throw new InvalidDsn('it is a URL, which DSNs are not: expected user:password@tcp(host:port)/database')
  }
  // The last one: passwords and sockets have slashes too. Those of parameters must be escaped for that.
  const slash = dsn.lastIndexOf('/')
  if (slash === -1 && dsn !== '') throw new InvalidDsn('there is no slash before the name of the database')
  const place = dsn.slice(0, Math.max(slash, 0))
  const at = place.lastIndexOf('@')
  const [databasePart, query] = cut(dsn.slice(slash + 1), '?')
  return {
    ...readUser(place.slice(0, Math.max(at, 0))),
    ...readPlace(place.slice(at + 1)),
    database: pathUnescape(databasePart, 'the name of the database'),
    parameters: readParameters(query),
  }
}

function readUser(part: string): Pick<Dsn, 'user' | 'password'> {
  const [user, password] = cut(part, ':')
  return { user, password }
}

function readPlace(part: string): Pick<Dsn, 'network' | 'address'> {
  const open = part.indexOf('(')
  if (open === -1) return { network: part, address: '' }
  if (!part.endsWith(')')) {
    throw new InvalidDsn(
      part.includes(')')
        ? 'there is something between the address and the last slash: write slashes in the name of the database and in parameters as %2F, such as loc=Europe%2FParis'
        : 'the parenthesis around the address is not closed',
    )
  }
  return { network: part.slice(0, open), address: part.slice(open + 1, -1) }
}

function readParameters(query: string): Dsn['parameters'] {
  return query
    .split('&')
    .filter((part) => part.includes('='))
    .map((part) => cut(part, '='))
}

/** What stands before and behind the first `separator`. */
function cut(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator)
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}
