/** Where a server listens. */
export type ServerAddress =
  | { readonly host: string; readonly port: number; readonly family: 0 | 4 | 6 }
  | { readonly socket: string }

/**
 * - `off`: in the clear
 * - `verify`: with a certificate of that name, by an authority that is trusted
 * - `skip-verify`: with any certificate
 */
export type TlsMode = 'off' | 'verify' | 'skip-verify'

/** How to connect, whichever way it was configured. */
export interface ConnectionSettings {
  readonly address: ServerAddress
  readonly user: string
  readonly password: string
  readonly database: string
  readonly tls: TlsMode
  /** Whether to go on in the clear where the server has no TLS. */
  readonly mayFallBackToPlaintext: boolean
  /** A file with the certificates of authorities, in PEM; those of Node without it. */
  readonly authoritiesFile: string | undefined
  /** For a connection, with its handshake. */
  readonly connectTimeoutMs: number
  /** For each statement, and for the wait until a connection is free. */
  readonly queryTimeoutMs: number
  /** A collation, whose character set is that of the connection. */
  readonly collation: string
  readonly compress: boolean
  readonly sendsCleartextPasswords: boolean
  /** What the server's list of connections shows besides. */
  readonly attributes: Readonly<Record<string, string>>
  /** Expressions by system variable, to be set on each connection. */
  readonly variables: Readonly<Record<string, string>>
}

/** For messages: the database and where it is, without a secret. */
export function describePlace({ address, database }: ConnectionSettings): string {
  if ('socket' in address) return `the database ${database} at ${address.socket}`
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `the database ${database} at ${host}:${address.port}`
}
