import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { booleanOption, integerOption, parseOptions, textOption } from './index.ts'

const schema = z.strictObject({
  bucket: z.string('expected a name'),
  secure: booleanOption().default(true),
  chunksize: integerOption({ min: 5, max: 100 }).default(16),
})

const parse = (options: unknown): z.infer<typeof schema> =>
  parseOptions(schema, options, (message) => new Error(`test: ${message}`))

describe('options of a part', () => {
  test('get their defaults', () => {
    expect(parse({ bucket: 'b' })).toEqual({ bucket: 'b', secure: true, chunksize: 16 })
  })

  test('that are unknown, missing or wrong are named, all at once', () => {
    expect(() => parse({ bukket: 'b', chunksize: 101 })).toThrow(
      'test: parameter bucket: expected a name; ' +
        'parameter chunksize: expected a whole number from 5 to 100; unknown parameter bukket',
    )
  })

  test('that are absent altogether count as none', () => {
    for (const parameters of [undefined, null, {}]) {
      expect(() => parse(parameters)).toThrow('parameter bucket')
    }
  })

  test('that are no mapping are refused', () => {
    for (const parameters of ['text', 7, ['bucket']]) expect(() => parse(parameters)).toThrow('test: ')
  })
})

describe('a text', () => {
  const read = (value: unknown): unknown => textOption('expected an id').safeParse(value)

  test.each([
    ['abc', 'abc'],
    ['007', '007'],
    [1_250_000_000, '1250000000'],
  ])('that is %j reads %j', (value, text) => {
    expect(read(value)).toMatchObject({ success: true, data: text })
  })

  test.each(['', null, undefined, true, ['abc']])('is not %j', (value) => {
    expect(read(value)).toMatchObject({ success: false, error: { issues: [{ message: 'expected an id' }] } })
  })
})

describe('a boolean', () => {
  const read = (secure: unknown): boolean => parse({ bucket: 'b', secure }).secure

  test.each([true, 'true', 'True', 'yes', 'on', '1', 1])('is true when it is %j', (value) => {
    expect(read(value)).toBe(true)
  })

  test.each([false, 'false', 'NO', 'off', '0', 0])('is false when it is %j', (value) => {
    expect(read(value)).toBe(false)
  })

  test.each(['', 'maybe', 2, null, []])('is not %j', (value) => {
    expect(() => read(value)).toThrow('parameter secure: expected true or false')
  })
})

describe('a whole number', () => {
  const read = (chunksize: unknown): number => parse({ bucket: 'b', chunksize }).chunksize

  test.each([
    [5, 5],
    [100, 100],
    ['42', 42],
    [' 42 ', 42],
  ])('%j is %i', (value, expected) => {
    expect(read(value)).toBe(expected)
  })

  test.each([4, 101, 5.5, '5.5', 'ten', '', '0x10', '1e1', null, true])('%j is refused', (value) => {
    expect(() => read(value)).toThrow('parameter chunksize: expected a whole number from 5 to 100')
  })
})
