import { randomUUID } from 'node:crypto'
import {
  type Bindings,
  type ChildLoggerOptions,
  destination as openDestination,
  type DestinationStream,
  type LevelWithSilent,
  type Logger,
  type LoggerOptions,
  pino,
} from 'pino'
import type { LogConfiguration } from '../config/configuration.ts'
import { programVersion } from '../config/program-version.ts'
import { formatText } from './format-text.ts'
import { safeFields } from './safe-fields.ts'
import { maskText } from './mask-text.ts'

export type { Logger } from 'pino'

/** Where finished lines go, each with its line feed. */
export interface LogDestination {
  write(line: string): void
}

/**
 * A logger for the log section of a configuration.
 * No secret leaves it: fields are masked by their names, and URLs and credentials wherever they stand in a line.
 * @param target Default: standard error, flushed when the process ends.
 */
export function createLogger(log: LogConfiguration, target: LogDestination = standardError()): Logger {
  const base = { 'instance.id': randomUUID(), 'node.version': process.version, version: programVersion }
  const logger = pino(
    {
      ...formOf(log.formatter),
      level: log.level satisfies LevelWithSilent,
      base: { ...(log.formatter === 'logstash' ? { '@version': '1', type: 'log' } : {}), ...base, ...log.fields },
      formatters: {
        // Go's word for it is `warning`.
        level: (label) => ({ level: label === 'warn' ? 'warning' : label }),
        bindings: safeFields,
        log: safeFields,
      },
    },
    maskedLines(log.formatter === 'text' ? textLines(target) : target, target),
  )
  return withSafeChildren(logger)
}

type MakeChild = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger

/** pino runs `formatters.bindings` for the first logger only. */
function withSafeChildren(logger: Logger): Logger {
  const original = Reflect.get(logger, 'child') as unknown as MakeChild
  const child: MakeChild = function child(bindings, options) {
    return original.call(this, safeFields(bindings), options)
  }
  return Object.assign(logger, { child })
}

function standardError(): LogDestination {
  return openDestination({ dest: 2, sync: false })
}

function formOf(formatter: LogConfiguration['formatter']): LoggerOptions {
  const isLogstash = formatter === 'logstash'
  const timeKey = isLogstash ? '@timestamp' : 'time'
  return {
    messageKey: isLogstash ? 'message' : 'msg',
    timestamp: () => `,"${timeKey}":"${new Date().toISOString()}"`,
  }
}

function textLines(target: LogDestination): LogDestination {
  return { write: (line) => target.write(formatText(JSON.parse(line) as Record<string, unknown>)) }
}

function maskedLines(lines: LogDestination, target: LogDestination): DestinationStream & { flush?: unknown } {
  const masked = { write: (line: string): void => lines.write(maskText(line)) }
  return 'flush' in target && typeof target.flush === 'function'
    ? { ...masked, flush: target.flush.bind(target) as unknown }
    : masked
}
