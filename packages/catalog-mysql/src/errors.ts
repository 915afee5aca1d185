import { CatalogError, type CatalogErrorCode } from '@moorage/catalog-core'
import { catalogName } from './catalog-name.ts'
import { TookTooLong } from './connections/limits.ts'
import { UnreadableAuthorities } from './connections/open-connection.ts'
import { TooManyWaiting } from './connections/slots.ts'

interface Meaning {
  readonly code: CatalogErrorCode
  /** What to do about it. */
  readonly remedy?: string
}

const denied: Meaning = {
  code: 'ACCESS_DENIED',
  remedy: 'check the user and the password, and from which hosts the user may connect',
}
const noRight: Meaning = {
  code: 'ACCESS_DENIED',
  remedy: 'GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON the database to the user',
}
const unavailable: Meaning = { code: 'UNAVAILABLE' }
const full: Meaning = { code: 'NO_SPACE' }
const locked: Meaning = { code: 'BUSY' }
const readOnly: Meaning = { code: 'UNAVAILABLE', remedy: 'the server only reads now' }
const wrongVariable: Meaning = { code: 'CONFIG_INVALID', remedy: 'the DSN sets system variables: check its parameters' }
const authentication: Meaning = {
  code: 'ACCESS_DENIED',
  remedy:
    'the user must have a method of authentication that clients know, such as mysql_native_password or caching_sha2_password',
}
const tlsWrong: Meaning = { code: 'CONFIG_INVALID', remedy: 'check tls and tlsca' }

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-code-reference/ */
const byNumber: Readonly<Record<number, Meaning>> = {
  1044: { ...noRight, remedy: `${noRight.remedy}, and check that it exists` },
  1045: denied,
  1130: denied,
  1142: noRight,
  1143: noRight,
  1227: noRight,
  1370: noRight,
  1698: denied,
  1820: denied,
  1862: denied,
  3118: denied,
  4151: denied,

  1049: { code: 'CONFIG_INVALID', remedy: 'run CREATE DATABASE, or correct the name' },
  1193: wrongVariable,
  1229: wrongVariable,
  1231: wrongVariable,
  1232: wrongVariable,
  1238: wrongVariable,
  3159: { code: 'CONFIG_INVALID', remedy: 'the server wants TLS: set tls' },
  1251: authentication,
  1275: authentication,

  1040: unavailable,
  1053: unavailable,
  1077: unavailable,
  1079: unavailable,
  1080: unavailable,
  1129: { code: 'UNAVAILABLE', remedy: 'run FLUSH HOSTS' },
  1152: unavailable,
  1158: unavailable,
  1159: unavailable,
  1160: unavailable,
  1161: unavailable,
  1184: unavailable,
  1203: unavailable,
  1206: unavailable,
  1226: unavailable,
  1243: unavailable,
  1290: readOnly,
  1317: unavailable,
  1461: unavailable,
  1792: readOnly,
  1836: readOnly,
  1927: unavailable,
  1969: unavailable,
  3024: unavailable,
  3032: unavailable,
  3168: unavailable,
  4031: unavailable,

  1205: locked,
  1213: locked,

  1021: full,
  1114: full,
}

const byCode: Readonly<Record<string, Meaning>> = {
  AUTH_SWITCH_PLUGIN_ERROR: authentication,
  EACCES: { code: 'ACCESS_DENIED', remedy: 'check the permissions of the socket' },
  HANDSHAKE_NO_SSL_SUPPORT: { code: 'CONFIG_INVALID', remedy: 'the server has no TLS: correct tls' },
}

/** The operating system's, of Node, and of the library. */
const unreachable =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|PIPE|NOTFOUND|NOENT|AI_AGAIN|ADDRNOTAVAIL|MFILE|NFILE)|ENOENT|PROTOCOL_.*|HANDSHAKE_.*)$/

/** A failure of the library, of the database or of a limit, as the contract names it. */
export function toCatalogError(error: unknown, place: string): CatalogError {
  if (error instanceof CatalogError) return error
  const { code, remedy } = meaningOf(error)
  const reason = error instanceof Error ? error.message || codeOf(error) : String(error)
  const message = `${place}: ${reason}${remedy === undefined ? '' : `; ${remedy}`}`
  return new CatalogError({ code, catalog: catalogName, message, cause: error })
}

/** Whether the connection is no good any longer, and another one may be. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TookTooLong) return false
  if ('errno' in error && [1053, 1243, 1927, 4031].includes(Number(error.errno))) return true
  return /^(?:PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE|ECONNABORTED)$/.test(codeOf(error)) || isClosedState(error)
}

/** Whether the database ended this transaction for another, with which it waited in a circle. */
export function gaveWay(error: unknown): boolean {
  return hasNumber(error, 1213)
}

/** Whether a lock of another was waited for as long as the database wants to. */
export function waitedForLock(error: unknown): boolean {
  return hasNumber(error, 1205)
}

/** Whether the server writes a log of statements, for which the isolation of transactions is too low. */
export function needsRepeatableRead(error: unknown): boolean {
  return hasNumber(error, 1665)
}

/** Whether a table of the catalog is not there, or not what it was. */
export function lacksTable(error: unknown): boolean {
  return hasNumber(error, 1146, 1054)
}

/** Whether a statement was refused although the connection is good. */
export function isReadOnly(error: unknown): boolean {
  return hasNumber(error, 1290, 1792, 1836)
}

function meaningOf(error: unknown): Meaning {
  if (error instanceof TookTooLong || error instanceof TooManyWaiting) return unavailable
  if (error instanceof UnreadableAuthorities) return { code: 'CONFIG_INVALID' }
  if (!(error instanceof Error)) return { code: 'UNEXPECTED' }
  const known = 'errno' in error ? byNumber[Number(error.errno)] : undefined
  if (known !== undefined) return known
  const code = codeOf(error)
  if (code === 'HANDSHAKE_SSL_ERROR' && isAboutCertificates(error)) return tlsWrong
  // A storage engine, a write or a temporary file that found the disk full: "Got error 28 ...", "(Errcode: 28 ...".
  if (/\berr(?:or|code:) 28\b|No space left/i.test(error.message)) return full
  if (byCode[code] !== undefined) return byCode[code]
  return unreachable.test(code) || isClosedState(error) ? unavailable : { code: 'UNEXPECTED' }
}

function isAboutCertificates(error: Error): boolean {
  return /certificate|altnames|self.signed|issuer|unsupported protocol|no ciphers/i.test(error.message)
}

/** The library's answer to a statement on a connection that was lost before; it has no code. */
function isClosedState(error: Error): boolean {
  return /closed state/.test(error.message)
}

function hasNumber(error: unknown, ...numbers: readonly number[]): boolean {
  return error instanceof Error && 'errno' in error && numbers.includes(Number(error.errno))
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
