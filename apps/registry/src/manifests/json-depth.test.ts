import { describe, expect, it } from 'vitest'
import { isWithinJsonDepth } from './json-depth.ts'

const within = (json: string, limit: number): boolean => isWithinJsonDepth(Buffer.from(json), limit)

describe('isWithinJsonDepth', () => {
  it.each([
    ['""', 0],
    ['1', 0],
    ['{}', 1],
    ['[]', 1],
    ['{"a":[{"b":1}]}', 3],
    ['[[],[],[[]]]', 3],
  ])('finds %s to be %i deep', (json, depth) => {
    expect(within(json, depth)).toBe(true)
    expect(within(json, depth - 1)).toBe(depth === 0)
  })

  it('does not count brackets in strings', () => {
    expect(within('{"a":"[[[[{{{{"}', 1)).toBe(true)
  })

  it.each([String.raw`{"a":"\"[[[["}`, String.raw`{"a":"\\","b":"[[[["}`, String.raw`{"\"[[":"\\\"[["}`])(
    'sees where the strings of %s end',
    (json) => {
      expect(within(json, 1)).toBe(true)
    },
  )

  it('counts again behind a string that ends with an escaped backslash', () => {
    expect(within(String.raw`{"a":"\\","b":[[]]}`, 2)).toBe(false)
  })

  it('reads a text of a million brackets without running out of stack', () => {
    const deep = '['.repeat(1_000_000)
    expect(within(deep, 64)).toBe(false)
    expect(within(deep, 1_000_000)).toBe(true)
  })

  it.each(['', ']]]]', '"', String.raw`"\ `.trim(), '{"a'])('leaves it to the parser to refuse %j', (json) => {
    expect(within(json, 1)).toBe(true)
  })
})
