import { collationOf } from '../options/collation.ts'
import type { ConnectionSettings } from '../options/connection-settings.ts'
import { parseDuration } from '@moorage/part-loader'
import { queryUnescape, readBoolean } from './go-values.ts'
import { InvalidDsn } from './invalid-dsn.ts'
import type { Dsn } from './parse-dsn.ts'
import { refuseVariable } from './system-variables.ts'

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** What the parameters of a DSN say; undefined where they say nothing. */
export type DsnSettings = Partial<Omit<ConnectionSettings, 'address' | 'user' | 'password' | 'database'>>

export interface ReadParameters {
  readonly settings: DsnSettings
  /** A sentence for each parameter that has no effect although somebody may count on it. */
  readonly warnings: readonly string[]
}

interface Reading {
  readonly settings: Writable<DsnSettings>
  readonly variables: Record<string, string>
  charset: string | undefined
  collation: string | undefined
  readTimeoutMs: number
  writeTimeoutMs: number
  readonly warn: (name: string, reason: string) => void
}

type Reader = (value: string, reading: Reading, name: string) => void

/** Reads the parameters as the Go driver does. @throws InvalidDsn for a value that it refuses too */
export function readParameters(parameters: Dsn['parameters']): ReadParameters {
  const warnings: string[] = []
  const reading: Reading = {
    settings: {},
    variables: {},
    charset: undefined,
    collation: undefined,
    readTimeoutMs: 0,
    writeTimeoutMs: 0,
    warn: (name, reason) => warnings.push(`the DSN's parameter ${name} is not used: ${reason}`),
  }
  for (const [name, value] of parameters) (readers[name] ?? readVariable)(value, reading, name)
  const { settings } = reading
  const queryTimeoutMs = Math.max(reading.readTimeoutMs, reading.writeTimeoutMs)
  if (queryTimeoutMs > 0) settings.queryTimeoutMs = queryTimeoutMs
  if (Object.keys(reading.variables).length > 0) settings.variables = reading.variables
  const collation = collationOf(reading.charset, reading.collation, reading.warn)
  if (collation !== undefined) settings.collation = collation
  return { settings, warnings }
}

/** Booleans that change nothing here: answers with times, locations, files and counts of rows are not used. */
const harmless: Reader = (value, _, name) => void booleanOf(name, value)

/** A boolean that has no effect when it is `refused`, which is worth a warning. */
function unusable(refused: boolean, reason: string): Reader {
  return (value, reading, name) => {
    if (booleanOf(name, value) === refused) reading.warn(name, reason)
  }
}

/** https://github.com/go-sql-driver/mysql#parameters */
const readers: Readonly<Record<string, Reader>> = {
  allowAllFiles: harmless,
  allowCleartextPasswords: (value, { settings }, name) => {
    settings.sendsCleartextPasswords = booleanOf(name, value)
  },
  allowFallbackToPlaintext: (value, { settings }, name) => {
    settings.mayFallBackToPlaintext = booleanOf(name, value)
  },
  allowNativePasswords: unusable(false, 'the method mysql_native_password cannot be forbidden here'),
  allowOldPasswords: unusable(true, 'passwords of MySQL 4.0 and older are sent to no server'),
  charset: (value, reading) => {
    reading.charset = value
  },
  checkConnLiveness: harmless,
  clientFoundRows: harmless,
  collation: (value, reading) => {
    reading.collation = value
  },
  columnsWithAlias: harmless,
  compress: (value, { settings }, name) => {
    settings.compress = booleanOf(name, value)
  },
  connectionAttributes: (value, { settings }, name) => {
    settings.attributes = readAttributes(queryUnescape(value, name))
  },
  interpolateParams: unusable(true, 'values are always sent apart from statements'),
  loc: (value, _, name) => void queryUnescape(value, name),
  maxAllowedPacket: (value, _, name) => {
    if (!/^[+-]?\d+$/.test(value)) throw new InvalidDsn(`the parameter ${name} is no whole number`)
  },
  multiStatements: harmless,
  parseTime: harmless,
  readTimeout: (value, reading, name) => {
    reading.readTimeoutMs = durationOf(name, value)
  },
  // On always: a connection to a server that only reads is given up.
  rejectReadOnly: harmless,
  serverPubKey: (_, reading, name) => {
    reading.warn(name, 'it names a key that a Go program has registered; use tls')
  },
  strict: (_, reading, name) => reading.warn(name, 'it means nothing since 2016'),
  timeTruncate: (value, _, name) => void durationOf(name, value),
  timeout: (value, { settings }, name) => {
    const timeoutMs = durationOf(name, value)
    if (timeoutMs > 0) settings.connectTimeoutMs = timeoutMs
  },
  tls: readTls,
  writeTimeout: (value, reading, name) => {
    reading.writeTimeoutMs = durationOf(name, value)
  },
}

function readTls(value: string, { settings }: Reading): void {
  const mode = readBoolean(value) ?? value.toLowerCase()
  if (mode === true) settings.tls = 'verify'
  else if (mode === false) settings.tls = 'off'
  else if (mode === 'skip-verify' || mode === 'preferred') settings.tls = 'skip-verify'
  else {
    throw new InvalidDsn(
      'the parameter tls names a configuration that a Go program has registered: expected true, false, skip-verify or preferred, and for certificates of an authority of your own tls=true and the option tlsca',
    )
  }
  if (mode === 'preferred') settings.mayFallBackToPlaintext = true
}

function readVariable(value: string, reading: Reading, name: string): void {
  const expression = queryUnescape(value, name)
  // The catalog needs it as it is then.
  if (/^autocommit$/i.test(name) && /^(?:1|true|on)$/i.test(expression)) return
  const refusal = refuseVariable(name, expression)
  if (refusal === undefined) reading.variables[name] = expression
  else reading.warn(name, refusal)
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => {
    const colon = pair.indexOf(':')
    return colon === -1 ? [pair.trim(), ''] : [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()]
  })
  return Object.fromEntries(pairs.filter(([name]) => name !== '')) as Record<string, string>
}

function booleanOf(name: string, value: string): boolean {
  const boolean = readBoolean(value)
  if (boolean === undefined) throw new InvalidDsn(`the parameter ${name} is neither true nor false`)
  return boolean
}

function durationOf(name: string, value: string): number {
  // To the Go driver a negative one is none.
  const isNegative = value.startsWith('-')
  const duration = parseDuration(isNegative ? value.slice(1) : value)
  if (duration === undefined) throw new InvalidDsn(`the parameter ${name} is no duration, such as 10s or 500ms`)
  return isNegative ? 0 : duration
}
