import { dsnAddress } from '../dsn/dsn-address.ts'
import { readParameters } from '../dsn/dsn-parameters.ts'
import { InvalidDsn } from '../dsn/invalid-dsn.ts'
import { parseDsn } from '../dsn/parse-dsn.ts'
import { collationOf, defaultCollation } from './collation.ts'
import type { ConnectionSettings, TlsMode } from './connection-settings.ts'
import type { MysqlOptions } from './options.ts'

export interface ReadSettings {
  readonly settings: ConnectionSettings
  /** A sentence for each part of the DSN that has no effect although somebody may count on it. */
  readonly warnings: readonly string[]
}

/** How to connect, by a DSN or by single options. @throws InvalidDsn */
export function settingsOf(options: MysqlOptions): ReadSettings {
  const common = {
    tls: 'off',
    mayFallBackToPlaintext: false,
    authoritiesFile: options.tlsca,
    connectTimeoutMs: options.connecttimeout,
    queryTimeoutMs: options.querytimeout,
    collation: collationOf(options.charset, undefined, () => {}) ?? defaultCollation,
    compress: false,
    sendsCleartextPasswords: false,
    attributes: {},
    variables: {},
  } as const
  if (options.dsn === undefined) return { settings: { ...common, ...singleOptions(options) }, warnings: [] }
  const dsn = parseDsn(options.dsn)
  const { user, password, database } = dsn
  if (database === '') throw new InvalidDsn('there is no name of a database behind the last slash')
  const { settings, warnings } = readParameters(dsn.parameters)
  return { settings: { ...common, ...settings, address: dsnAddress(dsn), user, password, database }, warnings }
}

function singleOptions(
  options: MysqlOptions,
): Pick<ConnectionSettings, 'address' | 'user' | 'password' | 'database' | 'tls' | 'mayFallBackToPlaintext'> {
  const { host = '127.0.0.1', port = 3306, socket, user = '', password = '', database = '', tls = false } = options
  return {
    address: socket === undefined ? { host, port, family: 0 } : { socket },
    user,
    password,
    database,
    tls: tlsMode(tls),
    mayFallBackToPlaintext: tls === 'preferred',
  }
}

function tlsMode(tls: NonNullable<MysqlOptions['tls']>): TlsMode {
  if (tls === false) return 'off'
  return tls === true ? 'verify' : 'skip-verify'
}
