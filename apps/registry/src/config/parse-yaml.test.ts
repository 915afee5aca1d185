import { describe, expect, it } from 'vitest'
import { parseYaml, parseYamlValue } from './parse-yaml.ts'
import { PlainScalar, untypedValue } from './plain-scalar.ts'

describe('a file', () => {
  it('takes yes, on and true for the same, as YAML 1.1 does', () => {
    expect(parseYaml('[yes, on, Y, true]').tree).toEqual([
      new PlainScalar(true, 'yes'),
      new PlainScalar(true, 'on'),
      new PlainScalar(true, 'Y'),
      true,
    ])
  })

  it('merges keys of an anchor, and gives each alias a copy of its own', () => {
    const { tree } = parseYaml('base: &base {a: 1, b: {c: 2}}\none: {<<: *base, a: 3}\ntwo: *base\n') as {
      tree: Record<string, never>
    }
    expect(tree['one']).toEqual({ a: 3, b: { c: 2 } })
    expect(tree['two']).toEqual(tree['base'])
    expect(tree['two']).not.toBe(tree['base'])
  })

  it('keeps dates, times of day and keys that look like values as text, as Go does', () => {
    expect(parseYaml('{date: 2026-11-21, time: 12:30:45, on: 1, 5: x}').tree).toEqual({
      date: '2026-11-21',
      time: '12:30:45',
      on: 1,
      5: 'x',
    })
  })

  it('refuses aliases that multiply a document beyond reason', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const lines = names.map(
      (name, index) => `${name}: &${name} [${`*${names[index - 1] ?? 'a'}, `.repeat(index === 0 ? 0 : 10)}x]`,
    )
    expect(() => parseYaml(lines.join('\n'))).toThrow('Excessive alias count')
  })

  it.each([
    ['lists', `${'['.repeat(101)}${']'.repeat(101)}`],
    ['keys', Array.from({ length: 101 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
    ['more than the parser can hold', '['.repeat(5000)],
    ['an anchor that holds itself', 'a: &a [*a]'],
    [
      'a chain of aliases',
      Array.from({ length: 101 }, (_, n) => `a${n}: &a${n} [${n === 0 ? '' : `*a${n - 1}`}]`).join('\n'),
    ],
  ])('refuses what is nested too deeply: %s', (_, text) => {
    expect(() => parseYaml(text)).toThrow('nested more than 100 levels deep')
  })

  it('knows on which line a key is written, by way of aliases and merge keys', () => {
    const { lineOf } = parseYaml('a: &a\n  b: 1\nc: &c\n  <<: *a\n  d: 2\ne:\n  <<: [*c]\nf: *a\n')
    expect(lineOf(['c'])).toBe(3)
    expect(lineOf(['c', 'd'])).toBe(5)
    expect(lineOf(['e', 'b'])).toBe(2)
    expect(lineOf(['f', 'b'])).toBe(2)
    expect(lineOf(['a', 'nowhere'])).toBeUndefined()
  })

  it.each([
    ['a: [', 'at line 1'],
    ['a: 1\na: 2', 'Map keys must be unique at line 2'],
    ['a: *nowhere', 'Unresolved alias'],
    ['\tb: 1', 'at line 1'],
    ['a: 1\n---\nb: 2', 'multiple documents'],
  ])('refuses %j', (text, message) => {
    expect(() => parseYaml(text)).toThrow(message)
  })
})

describe("a variable's value", () => {
  it.each([
    ['{enabled: true}', { enabled: true }],
    ['[a, b]', ['a', 'b']],
    ['enabled: true', { enabled: true }],
    ['"quoted"', 'quoted'],
    ['text # comment', 'text'],
    ['', null],
    ['12', 12],
  ])('%j is YAML', (text, value) => {
    expect(parseYamlValue(text)).toEqual(value)
  })

  it.each([
    '*abc',
    '&abc',
    '&abc def',
    '!abc',
    '@abc',
    '%abc',
    '[abc',
    '{abc',
    '#abc',
    '`abc',
    '-----BEGIN\nKEY-----',
    'a: b: c',
  ])('%j is literal text: as YAML it would be nothing or an error', (text) => {
    expect(parseYamlValue(text)).toBe(text)
  })
})

describe('a parameter of unknown type', () => {
  it.each([
    ['0123', '0123'],
    ['089', '089'],
    ['1e400', '1e400'],
    ['12e5', '12e5'],
    ['12345678901234567890', '12345678901234567890'],
    ['.inf', '.inf'],
    ['yes', true],
    ['0x10', 16],
    ['10_000', 10_000],
    ['10', 10],
    ['0.5', 0.5],
    ['-7', -7],
  ])('%s becomes %j', (text, value) => {
    const parsed = parseYamlValue(text)
    expect(parsed instanceof PlainScalar ? untypedValue(parsed) : parsed).toBe(value)
  })
})
