import type { CatalogErrorCode } from '@moorage/catalog-core'
import { describe, expect, test } from 'vitest'
import { TookTooLong } from './connections/limits.ts'
import { TooManyWaiting } from './connections/slots.ts'
import { isLostConnection, toCatalogError } from './errors.ts'

/** What the library makes of an answer of the server. */
function refusal(errno: number, message = 'what the server said'): Error {
  return Object.assign(new Error(message), { errno, sqlState: 'HY000' })
}

/** What Node, or the library, says of a connection. */
function broken(code: string, message = 'what the system said'): Error {
  return Object.assign(new Error(message), { code })
}

describe('failures have the codes of the contract', () => {
  test.each<[Error, CatalogErrorCode]>([
    ...[1044, 1045, 1130, 1142, 1143, 1227, 1698, 1820, 3118, 4151].map(
      (errno) => [refusal(errno), 'ACCESS_DENIED'] as [Error, CatalogErrorCode],
    ),
    ...[1049, 1193, 1231, 3159].map((errno) => [refusal(errno), 'CONFIG_INVALID'] as [Error, CatalogErrorCode]),
    ...[1040, 1053, 1129, 1203, 1226, 1290, 1317, 1461, 1792, 1836, 1927, 3024, 4031].map(
      (errno) => [refusal(errno), 'UNAVAILABLE'] as [Error, CatalogErrorCode],
    ),
    ...[1205, 1213].map((errno) => [refusal(errno), 'BUSY'] as [Error, CatalogErrorCode]),
    [refusal(1021), 'NO_SPACE'],
    [refusal(1114, "The table 'repositories' is full"), 'NO_SPACE'],
    [refusal(1030, 'Got error 28 "No space left on device" from storage engine InnoDB'), 'NO_SPACE'],
    [refusal(3, 'Error writing file (Errcode: 28 "No space left on device")'), 'NO_SPACE'],
    [refusal(1064, 'You have an error in your SQL syntax'), 'UNEXPECTED'],
    ...[
      'ECONNREFUSED',
      'ECONNRESET',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'EPIPE',
      'ENOENT',
      'PROTOCOL_CONNECTION_LOST',
    ].map((code) => [broken(code), 'UNAVAILABLE'] as [Error, CatalogErrorCode]),
    [broken('EACCES'), 'ACCESS_DENIED'],
    [broken('AUTH_SWITCH_PLUGIN_ERROR'), 'ACCESS_DENIED'],
    [broken('HANDSHAKE_NO_SSL_SUPPORT'), 'CONFIG_INVALID'],
    [broken('HANDSHAKE_SSL_ERROR', 'self-signed certificate'), 'CONFIG_INVALID'],
    [broken('HANDSHAKE_SSL_ERROR', 'socket disconnected before secure TLS connection was established'), 'UNAVAILABLE'],
    [new Error("Can't add new command when connection is in closed state"), 'UNAVAILABLE'],
    [new TookTooLong('a statement took longer than 5 ms'), 'UNAVAILABLE'],
    [new TooManyWaiting('2000 calls wait for a connection already'), 'UNAVAILABLE'],
    [new TypeError('a fault of ours'), 'UNEXPECTED'],
  ])('%o is %s', (cause, code) => {
    const error = toCatalogError(cause, 'the database registry at db:3306')
    expect(error).toMatchObject({ code, cause, catalog: 'mysql' })
    expect(error.message).toContain(`mysql: the database registry at db:3306: ${cause.message}`)
  })
})

test('a connection is lost when it broke, not when it answered or was too slow', () => {
  for (const error of [broken('ECONNRESET'), broken('PROTOCOL_CONNECTION_LOST'), refusal(1053), refusal(4031)]) {
    expect(isLostConnection(error)).toBe(true)
  }
  for (const error of [broken('ECONNREFUSED'), refusal(1045), new TookTooLong('too long')]) {
    expect(isLostConnection(error)).toBe(false)
  }
})
