import { describe, expect, it } from 'vitest'
import type { LogConfiguration } from '../config/configuration.ts'
import { createLogger, type Logger } from './create-logger.ts'

const defaults: LogConfiguration = { level: 'info', formatter: 'json', fields: {}, accesslog: { disabled: false } }

function logging(configuration: Partial<LogConfiguration>, write: (logger: Logger) => void): string[] {
  const lines: string[] = []
  write(createLogger({ ...defaults, ...configuration }, { write: (line) => lines.push(line) }))
  return lines
}

function fieldsOf(configuration: Partial<LogConfiguration>, write: (logger: Logger) => void): Record<string, unknown> {
  return JSON.parse(logging(configuration, write)[0] ?? '') as Record<string, unknown>
}

describe('a line', () => {
  it('in JSON has the keys of logrus, and the fields of the configuration', () => {
    const fields = fieldsOf({ fields: { service: 'registry' } }, (logger) =>
      logger.warn({ 'vars.name': 'a/b' }, 'hello'),
    )
    expect(fields).toMatchObject({
      level: 'warning',
      msg: 'hello',
      service: 'registry',
      'vars.name': 'a/b',
      'node.version': process.version,
    })
    expect(fields['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(fields['instance.id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(fields['version']).toMatch(/^\d+\.\d+\.\d+/)
    expect(fields).not.toHaveProperty('pid')
  })

  it('in text looks like logrus: time, level and message, then the fields by name', () => {
    const [line = ''] = logging({ formatter: 'text', fields: { zone: 'a' } }, (logger) =>
      logger.info({ status: 200, uri: '/v2/', agent: 'curl 8', object: { a: 1 }, empty: '' }, 'say "hi"\nthere'),
    )
    expect(line).toMatch(/^time="[^"]+Z" level=info msg="say \\"hi\\"\\nthere" agent="curl 8" empty= instance\.id=/)
    expect(line).toMatch(/ object="\{\\"a\\":1\}" status=200 uri=\/v2\/ version=[\d.]+ zone=a\n$/)
  })

  it('for logstash has its keys', () => {
    const fields = fieldsOf({ formatter: 'logstash' }, (logger) => logger.error('hello'))
    expect(fields).toMatchObject({ '@version': '1', level: 'error', message: 'hello', type: 'log' })
    expect(fields['@timestamp']).toMatch(/Z$/)
    expect(fields).not.toHaveProperty('time')
  })

  it('is written from the least level on', () => {
    const write = (logger: Logger): void => {
      logger.debug('a')
      logger.info('b')
      logger.warn('c')
      logger.error('d')
    }
    expect(logging({ level: 'warn' }, write)).toHaveLength(2)
    expect(logging({ level: 'debug' }, write)).toHaveLength(4)
  })

  it('has the fields of the logger it is a child of', () => {
    const fields = fieldsOf({}, (logger) => logger.child({ 'vars.name': 'a', password: 'b' }).info('hello'))
    expect(fields).toMatchObject({ 'vars.name': 'a', password: '***' })
  })
})

describe('an error', () => {
  it('is told with its causes, each once, and without a stack', () => {
    const error = new Error('cannot write', { cause: new Error('disk is full') })
    const fields = fieldsOf({}, (logger) =>
      logger.error({ err: new Error('push: cannot write', { cause: error }) }, 'failed'),
    )
    expect(fields).toMatchObject({ error: 'push: cannot write: disk is full', msg: 'failed' })
    expect(fields).not.toHaveProperty('error.stack')
  })

  it('has its stack where it shows a mistake in the program', () => {
    const fields = fieldsOf({}, (logger) => logger.error({ err: new TypeError('x is undefined') }, 'failed'))
    expect(fields['error.stack']).toContain('create-logger.test')
  })

  it('may stand alone', () => {
    expect(fieldsOf({}, (logger) => logger.error(new Error('boom')))).toMatchObject({ error: 'boom', msg: 'boom' })
  })
})

describe.each(['json', 'text', 'logstash'] as const)('no secret is in a line of %s', (formatter) => {
  it.each<[string, (logger: Logger) => void]>([
    ['by the name of its field', (logger) => logger.info({ secretkey: 'hunter2' }, 'a')],
    ['in a field of a field', (logger) => logger.info({ headers: { Authorization: 'hunter2' } }, 'a')],
    ['in a list', (logger) => logger.info({ list: [{ password: 'hunter2' }] }, 'a')],
    ['in a URL of a field', (logger) => logger.info({ url: 'https://a/?Signature=hunter2' }, 'a')],
    ['in a URL object', (logger) => logger.info({ url: new URL('https://a:hunter2@b/') }, 'a')],
    ['in a message', (logger) => logger.info('redirect to https://a:hunter2@b/?x=1&X-Amz-Signature=hunter2')],
    ['in an error', (logger) => logger.info({ err: new Error('GET /?_state=hunter2') }, 'a')],
    [
      'in the cause of an error',
      (logger) => logger.info(new Error('a', { cause: new Error('Bearer hunter2hunter2') })),
    ],
    ['in the fields of the logger', (logger) => logger.child({ token: 'hunter2' }).info('a')],
  ])('%s', (_, write) => {
    const [line = ''] = logging({ formatter }, write)
    expect(line).toContain('***')
    expect(line).not.toContain('hunter2')
  })

  it('in the fields of the configuration', () => {
    const [line] = logging({ formatter, fields: { password: 'hunter2' } }, (logger) => logger.info('a'))
    expect(line).not.toContain('hunter2')
  })
})

it('circles and depth do no harm', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect(logging({}, (logger) => logger.info({ circle }, 'a'))).toHaveLength(1)
})
