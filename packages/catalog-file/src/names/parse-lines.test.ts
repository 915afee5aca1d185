import { describe, expect, test } from 'vitest'
import { formatLines, parseLines } from './parse-lines.ts'

const namesOf = (text: string): readonly string[] => parseLines(text).names

describe('the lines of a list', () => {
  test('are names, in byte order', () => {
    expect(namesOf('b\na/b\na\n')).toEqual(['a', 'a/b', 'b'])
  })

  test.each([
    ['carriage returns', 'a\r\nb\r\n'],
    ['spaces around names', '  a\t\n\tb  \n'],
    ['empty lines', '\n\na\n \n\r\nb\n\n'],
    ['repetitions', 'b\na\nb\na\na\n'],
    ['no end of the last line', 'a\nb'],
    ['the mark that editors put before UTF-8', '\xEF\xBB\xBFa\nb\n'],
  ])('may have %s', (_, text) => {
    expect(parseLines(text)).toEqual({ names: ['a', 'b'], wrongLines: [], isTidy: false })
  })

  test('that are no names are told with their numbers', () => {
    expect(parseLines('a\nUpper\n/b\nb c\na//b\n# remark\nb\nna\xC3\xAFve\n')).toEqual({
      names: ['a', 'b'],
      wrongLines: [
        { number: 2, text: 'Upper' },
        { number: 3, text: '/b' },
        { number: 4, text: 'b c' },
        { number: 5, text: 'a//b' },
        { number: 6, text: '# remark' },
        { number: 8, text: 'na\xC3\xAFve' },
      ],
      isTidy: false,
    })
    expect(parseLines(`${'a'.repeat(256)}\n`).wrongLines).toHaveLength(1)
    expect(namesOf(`${'a'.repeat(255)}\n`)).toHaveLength(1)
  })

  test('that a process is at work on are none, and nothing to warn of', () => {
    expect(parseLines('a\nb/na\0\0\0\n\0\0\0\n\0b\nc\n')).toEqual({ names: ['a', 'c'], wrongLines: [], isTidy: false })
  })

  test('are tidy as this package writes them', () => {
    for (const names of [[], ['a'], ['a', 'a-b', 'a/b', 'b']]) {
      expect(parseLines(formatLines(names))).toEqual({ names, wrongLines: [], isTidy: true })
    }
  })
})
