import type { LogLevel } from '../configuration.ts'
import type { FlavourSettings } from './flavour-settings.ts'

/** Python's levels. */
const levels: ReadonlyMap<string, LogLevel> = new Map([
  ['critical', 'error'],
  ['error', 'error'],
  ['warning', 'warn'],
  ['warn', 'warn'],
  ['info', 'info'],
  ['debug', 'debug'],
])

export function logLevel(settings: FlavourSettings): LogLevel | undefined {
  const written = settings.text('loglevel')
  if (written === undefined) return undefined
  const level = levels.get(written.toLowerCase())
  if (level === undefined) settings.refuse('loglevel', `expected one of ${[...levels.keys()].join(', ')}`)
  return level
}
