import { z, type ZodType } from 'zod'
import type { LogConfiguration, LogLevel } from '../configuration.ts'
import { choice, note, optionalChoice, section, toggle, withoutEffect } from './fields.ts'
import { refused } from './refused.ts'

export const logLevels = ['error', 'warn', 'info', 'debug'] as const

/** The log section before the older key `loglevel` has had its say. */
export interface LogSection extends Omit<LogConfiguration, 'level'> {
  readonly level: LogLevel | undefined
}

export const logSchema: ZodType<LogSection> = section('What is logged, and how. Lines go to standard error.', {
  level: note(optionalChoice('', logLevels), {
    meaning: 'Least severity of the lines that are written.',
    type: 'one of',
    choices: logLevels,
    fallback: 'info',
  }),
  formatter: choice('Form of the lines.', ['text', 'json', 'logstash'], 'text'),
  fields: note(z.record(z.string(), z.unknown()).prefault({}), {
    meaning: 'Fields that are added to every line, such as `service: registry`.',
    type: 'keys and values',
    fallback: '{}',
  }),
  accesslog: section('The access log: one line of the Apache combined form for each request, on standard output.', {
    disabled: toggle('Writes no access log.', false),
  }),
  reportcaller: withoutEffect('Names the line of code that logs.'),
  hooks: refused('Sends log lines by mail.'),
})

export const logLevelSchema: ZodType<LogLevel | undefined> = note(optionalChoice('', logLevels), {
  meaning: 'Older form of `log.level`, which wins over it.',
  type: 'one of',
  choices: logLevels,
})
