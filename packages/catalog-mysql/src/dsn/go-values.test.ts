import { describe, expect, test } from 'vitest'
import { pathUnescape, queryUnescape, readBoolean, readDuration } from './go-values.ts'

describe('a duration is read as by time.ParseDuration', () => {
  test.each([
    ['0', 0],
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['5.s', 5000],
    ['+3ms', 3],
    ['-1s', -1000],
    ['2us', 0.002],
    ['2\u00b5s', 0.002],
    ['3000000ns', 3],
  ])('%s', (text, milliseconds) => {
    expect(readDuration(text)).toBeCloseTo(milliseconds, 6)
  })

  test.each(['', '10', 's', '.s', '1d', '1 s', '1s ', '1..5s', '--1s', '1s2'])('%j is none', (text) => {
    expect(readDuration(text)).toBeUndefined()
  })
})

test('a boolean has the four spellings of the Go driver each', () => {
  for (const text of ['1', 'true', 'TRUE', 'True']) expect(readBoolean(text)).toBe(true)
  for (const text of ['0', 'false', 'FALSE', 'False']) expect(readBoolean(text)).toBe(false)
  for (const text of ['', 'yes', 'tRUE', 'PREFERRED']) expect(readBoolean(text)).toBeUndefined()
})

test('a plus sign is a space in parameters alone', () => {
  expect(queryUnescape('a+b%2Bc%2F', 'it')).toBe('a b+c/')
  expect(pathUnescape('a+b%2Bc%2F', 'it')).toBe('a+b+c/')
  expect(() => queryUnescape('5%', 'it')).toThrow('it has a percent sign')
})
