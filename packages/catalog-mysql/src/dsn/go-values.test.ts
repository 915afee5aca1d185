import { expect, test } from 'vitest'
import { pathUnescape, queryUnescape, readBoolean } from './go-values.ts'

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
