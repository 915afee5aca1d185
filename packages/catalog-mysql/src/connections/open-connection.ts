import { readFile } from 'node:fs/promises'
import { setVariables } from '../dsn/system-variables.ts'
import type { ConnectionSettings } from '../options/connection-settings.ts'
import { Connection } from './connection.ts'
import { libraryOptions } from './library-options.ts'
import { type Limits, withLimits } from './limits.ts'
import { openStream } from './open-stream.ts'

/** The file of `tlsca` cannot be read. */
export class UnreadableAuthorities extends Error {
  override readonly name = 'UnreadableAuthorities'
}

/** Opens a connection as it was configured, and sets the system variables of the DSN. */
export async function openConnection(settings: ConnectionSettings, signal: AbortSignal): Promise<Connection> {
  const limits = { signal, timeoutMs: settings.connectTimeoutMs }
  const connection = await connect(settings, limits)
  const statement = setVariables(settings.variables)
  if (statement === undefined) return connection
  try {
    await connection.command(statement, { signal, timeoutMs: settings.queryTimeoutMs })
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

async function connect(settings: ConnectionSettings, limits: Limits): Promise<Connection> {
  // Read each time: a certificate that is renewed is there for the next connection.
  const authorities = await readAuthorities(settings, limits)
  try {
    return await open(settings, authorities, limits)
  } catch (error) {
    if (!settings.mayFallBackToPlaintext || !hasNoTls(error)) throw error
    return await open({ ...settings, tls: 'off' }, undefined, limits)
  }
}

function open(settings: ConnectionSettings, authorities: string | undefined, limits: Limits): Promise<Connection> {
  return Connection.open(openStream(settings.address), libraryOptions(settings, authorities), limits)
}

async function readAuthorities(
  { authoritiesFile, tls }: ConnectionSettings,
  limits: Limits,
): Promise<string | undefined> {
  if (authoritiesFile === undefined || tls !== 'verify') return undefined
  try {
    return await withLimits(readFile(authoritiesFile, 'utf8'), `reading ${authoritiesFile}`, limits, () => {})
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) {
      throw new UnreadableAuthorities(
        `the file ${authoritiesFile} of the option tlsca cannot be read: ${String(cause.code)}`,
        {
          cause,
        },
      )
    }
    throw cause
  }
}

function hasNoTls(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'HANDSHAKE_NO_SSL_SUPPORT'
}
