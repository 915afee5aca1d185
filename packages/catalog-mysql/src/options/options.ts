import { durationOption, integerOption, textOption } from '@moorage/part-loader'
import { z, type ZodType } from 'zod'
import { InvalidDsn } from '../dsn/invalid-dsn.ts'
import { maskDsn } from '../dsn/mask-dsn.ts'
import { settingsOf } from './settings-of.ts'

export interface MysqlOptions {
  /** `user:password@tcp(host:port)/database?name=value`, as Go programs write it; in the place of the next seven. */
  readonly dsn?: string | undefined
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
  /** Default 3306. */
  readonly port?: number | undefined
  /** The path of the server's socket, in the place of host and port. */
  readonly socket?: string | undefined
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly database?: string | undefined
  /** Default false. */
  readonly tls?: boolean | 'skip-verify' | 'preferred' | undefined
  /** A file with the certificates of the authorities to trust, in PEM. Default: those that Node trusts. */
  readonly tlsca?: string | undefined
  /** Most connections at the same time, without that of a turn. Default 10. */
  readonly pool: number
  /** Milliseconds for a connection, where the DSN has no `timeout`. Default 10,000. */
  readonly connecttimeout: number
  /** Milliseconds for a statement, where the DSN has no `readTimeout` or `writeTimeout`. Default 10,000. */
  readonly querytimeout: number
  /** `utf8mb4`, `utf8mb3` or `utf8`, where the DSN says nothing. Default `utf8mb4`. */
  readonly charset: 'utf8mb4' | 'utf8mb3' | 'utf8'
}

const besideDsn = ['host', 'port', 'socket', 'user', 'password', 'database', 'tls'] as const

const parameters = z.strictObject({
  dsn: emptyIsNone(textOption('expected user:password@tcp(host:port)/database')),
  host: emptyIsNone(textOption('expected the name or the address of a host')),
  port: integerOption({ min: 1, max: 65_535 }).optional(),
  socket: emptyIsNone(textOption('expected the path of a socket')),
  user: emptyIsNone(textOption('expected the name of a user')),
  password: emptyIsNone(textOption('expected a password')),
  database: emptyIsNone(textOption('expected the name of a database')),
  tls: tlsOption().optional(),
  tlsca: emptyIsNone(textOption('expected the path of a file with certificates')),
  pool: integerOption({ min: 1, max: 1000 }).default(10),
  connecttimeout: durationOption({ minMs: 1, maxMs: 3_600_000 }).default(10_000),
  querytimeout: durationOption({ minMs: 1, maxMs: 3_600_000 }).default(10_000),
  charset: z.enum(['utf8mb4', 'utf8mb3', 'utf8'], 'expected utf8mb4, utf8mb3 or utf8').default('utf8mb4'),
})

/** The schema of the catalog's options; numbers and booleans may be given as text. */
export const mysqlOptions: ZodType<MysqlOptions> = parameters.superRefine((given, context) => {
  const refuse = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message })
  if (given.dsn === undefined) {
    if (given.database === undefined) refuse('database', 'expected the name of a database, or a dsn')
    if (given.user === undefined) refuse('user', 'expected the name of a user, or a dsn')
    for (const name of ['host', 'port'] as const) {
      if (given.socket !== undefined && given[name] !== undefined) refuse(name, 'expected nothing beside socket')
    }
    return
  }
  const others = besideDsn.filter((name) => given[name] !== undefined)
  for (const name of others) refuse(name, 'expected nothing beside dsn, which says it')
  const problem = others.length === 0 ? dsnProblem(given) : undefined
  if (problem !== undefined) refuse('dsn', problem)
})

/** What is wrong with a DSN, which is shown without its password. */
function dsnProblem(given: MysqlOptions): string | undefined {
  try {
    settingsOf(given)
    return undefined
  } catch (error) {
    if (error instanceof InvalidDsn) return `${maskDsn(given.dsn ?? '')} is no DSN: ${error.message}`
    throw error
  }
}

function tlsOption(): ZodType<boolean | 'skip-verify' | 'preferred'> {
  const words: Readonly<Record<string, boolean>> = {
    true: true,
    yes: true,
    on: true,
    '1': true,
    false: false,
    no: false,
    off: false,
    '0': false,
  }
  return z.preprocess(
    (value) =>
      typeof value === 'string' || typeof value === 'number' ? (words[String(value).toLowerCase()] ?? value) : value,
    z.union([z.boolean(), z.enum(['skip-verify', 'preferred'])], 'expected true, false, skip-verify or preferred'),
  )
}

/** An environment variable that is set to nothing says nothing. */
function emptyIsNone(option: ZodType<string>): ZodType<string | undefined> {
  return z.preprocess((value) => (value === '' ? undefined : value), option.optional())
}
