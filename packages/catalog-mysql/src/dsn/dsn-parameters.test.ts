import { describe, expect, test } from 'vitest'
import { type DsnSettings, readParameters } from './dsn-parameters.ts'
import { parseDsn } from './parse-dsn.ts'
import { setVariables } from './system-variables.ts'

const read = (query: string): ReturnType<typeof readParameters> => readParameters(parseDsn(`/db?${query}`).parameters)

describe('parameters that are honoured', () => {
  test.each<[string, DsnSettings]>([
    ['tls=true', { tls: 'verify' }],
    ['tls=1', { tls: 'verify' }],
    ['tls=false', { tls: 'off' }],
    ['tls=skip-verify', { tls: 'skip-verify' }],
    ['tls=SKIP-VERIFY', { tls: 'skip-verify' }],
    ['tls=preferred', { tls: 'skip-verify', mayFallBackToPlaintext: true }],
    ['tls=true&allowFallbackToPlaintext=true', { tls: 'verify', mayFallBackToPlaintext: true }],
    ['timeout=30s', { connectTimeoutMs: 30_000 }],
    ['timeout=0', {}],
    ['readTimeout=1s', { queryTimeoutMs: 1000 }],
    ['readTimeout=1s&writeTimeout=1m', { queryTimeoutMs: 60_000 }],
    ['readTimeout=0s', {}],
    ['charset=utf8', { collation: 'UTF8_GENERAL_CI' }],
    ['charset=utf8mb4,utf8', { collation: 'UTF8MB4_GENERAL_CI' }],
    ['charset=latin1,utf8mb3', { collation: 'UTF8_GENERAL_CI' }],
    ['collation=utf8mb4_unicode_ci', { collation: 'UTF8MB4_UNICODE_CI' }],
    ['collation=utf8mb3_bin&charset=utf8mb4', { collation: 'UTF8_BIN' }],
    ['compress=true', { compress: true }],
    ['allowCleartextPasswords=true', { sendsCleartextPasswords: true }],
    [
      'connectionAttributes=program_name:MySQLGoDriver%2FTest,program_version:1.2.3',
      { attributes: { program_name: 'MySQLGoDriver/Test', program_version: '1.2.3' } },
    ],
    ['wait_timeout=60', { variables: { wait_timeout: '60' } }],
    ['time_zone=%27Europe%2FParis%27', { variables: { time_zone: "'Europe/Paris'" } }],
    [
      'sql_log_off=ON&tx_isolation=%27READ-COMMITTED%27',
      { variables: { sql_log_off: 'ON', tx_isolation: "'READ-COMMITTED'" } },
    ],
  ])('%s', (query, settings) => {
    expect(read(query)).toEqual({ settings, warnings: [] })
  })
})

test('parameters that change nothing here are silent', () => {
  const query =
    'loc=Asia%2FShanghai&parseTime=true&allowAllFiles=1&allowNativePasswords=true&allowOldPasswords=FALSE&checkConnLiveness=false&clientFoundRows=true&columnsWithAlias=true&interpolateParams=false&maxAllowedPacket=16777216&multiStatements=true&rejectReadOnly=true&timeTruncate=1h&autocommit=true'
  expect(read(query)).toEqual({ settings: {}, warnings: [] })
})

describe('parameters that cannot be used are named in a warning', () => {
  test.each([
    ['allowNativePasswords=false', 'allowNativePasswords is not used: the method mysql_native_password'],
    ['allowOldPasswords=true', 'allowOldPasswords is not used: passwords of MySQL 4.0'],
    ['interpolateParams=true', 'interpolateParams is not used: values are always sent apart'],
    ['serverPubKey=mine', 'serverPubKey is not used: it names a key that a Go program has registered'],
    ['strict=true', 'strict is not used'],
    ['charset=gbk', 'charset is not used: expected utf8mb4'],
    ['collation=latin1_bin', 'collation is not used'],
    ['collation=utf8mb4_nonsense', 'collation is not used'],
    ['autocommit=0', 'autocommit is not used: the catalog sets it itself'],
    ['sql_select_limit=5', 'sql_select_limit is not used'],
    ['character_set_client=gbk', 'character_set_client is not used'],
    ['password=secret', 'password is not used'],
    ['a-b=1', 'a-b is not used: it is no name of a system variable'],
    ['%40%40global.read_only=1', 'it is no name of a system variable'],
    ['sql_mode=CONCAT(@@sql_mode)', 'sql_mode is not used: its value is no number, no word and no text in quotes'],
    ['time_zone=%27a%27%2C+b=%27c%27', 'time_zone is not used'],
    ['sql_mode=%27%5C%27', 'sql_mode is not used'],
    ['wait_timeout=', 'wait_timeout is not used'],
    ['tx_isolation=READ-COMMITTED', 'tx_isolation is not used'],
    ['wait_timeout=1;DROP+TABLE+repositories', 'wait_timeout is not used'],
  ])('%s', (query, warning) => {
    const { settings, warnings } = read(query)
    expect(settings).toEqual({})
    expect(warnings).toEqual([expect.stringContaining(warning)])
    expect(warnings.join()).not.toContain('secret')
  })
})

describe('parameters that the Go driver refuses are refused', () => {
  test.each([
    ['allowFallbackToPlaintext=PREFERRED', 'the parameter allowFallbackToPlaintext is neither true nor false'],
    ['multiStatements=yes', 'multiStatements is neither true nor false'],
    ['timeout=10', 'the parameter timeout is no duration'],
    ['readTimeout=x', 'the parameter readTimeout is no duration'],
    ['maxAllowedPacket=big', 'the parameter maxAllowedPacket is no whole number'],
    ['loc=%zz', 'loc has a percent sign'],
    ['tls=custom', 'expected true, false, skip-verify or preferred'],
  ])('%s', (query, message) => {
    expect(() => read(query)).toThrow(message)
  })
})

test('system variables are set by one statement', () => {
  expect(setVariables({})).toBeUndefined()
  expect(setVariables({ wait_timeout: '60', time_zone: "'+01:00'", sql_mode: `"it's"` })).toBe(
    "SET wait_timeout = 60, time_zone = '+01:00', sql_mode = 'it''s'",
  )
})
