import type { ConnectionOptions } from 'mysql2'
import type { ConnectionSettings } from '../options/connection-settings.ts'

/** The statements of the catalog are fewer; they are prepared once for each connection. */
const mostPreparedStatements = 64

/** What the library wants to know. */
export function libraryOptions(settings: ConnectionSettings, authorities: string | undefined): ConnectionOptions {
  const { address, user, password, database } = settings
  return {
    // Where the connection goes is decided by its stream; this is the name that a certificate must have.
    ...('host' in address ? { host: address.host, port: address.port } : {}),
    user,
    password,
    database,
    charset: settings.collation,
    ...(settings.tls === 'off' ? {} : { ssl: tlsOptions(settings, authorities) }),
    compress: settings.compress,
    enableCleartextPlugin: settings.sendsCleartextPasswords,
    connectAttributes: { program_name: 'moorage', ...settings.attributes },
    // The catalog has a clock of its own.
    connectTimeout: 0,
    maxPreparedStatements: mostPreparedStatements,
    multipleStatements: false,
    // A server could ask for any file of this machine otherwise.
    flags: ['-LOCAL_FILES'],
    rowsAsArray: true,
    disableEval: true,
  }
}

function tlsOptions(
  settings: ConnectionSettings,
  authorities: string | undefined,
): NonNullable<Exclude<ConnectionOptions['ssl'], string>> {
  const verifies = settings.tls === 'verify'
  return {
    rejectUnauthorized: verifies,
    // A socket has no name that a certificate could have.
    verifyIdentity: verifies && 'host' in settings.address,
    ...(authorities === undefined ? {} : { ca: authorities }),
  }
}
