import { describe, expect, test } from 'vitest'
import { changeNames, hasName, namesBehind } from './sorted-names.ts'

const names = ['a', 'a-b', 'a/b', 'a0', 'b']

describe('sorted names', () => {
  test('are found', () => {
    for (const name of names) expect(hasName(names, name)).toBe(true)
    for (const name of ['', 'A', 'a-', 'a1', 'c']) expect(hasName(names, name)).toBe(false)
    expect(hasName([], 'a')).toBe(false)
  })

  test('have a page behind a name, which need not be among them', () => {
    expect(namesBehind(names, undefined, 2)).toEqual(['a', 'a-b'])
    expect(namesBehind(names, 'a', 2)).toEqual(['a-b', 'a/b'])
    expect(namesBehind(names, 'a.b', 10)).toEqual(['a/b', 'a0', 'b'])
    expect(namesBehind(names, 'b', 10)).toEqual([])
    expect(namesBehind(names, '', 1)).toEqual(['a'])
  })

  test('stay sorted, each once, when they change', () => {
    expect(changeNames(names, ['a.b', '0', 'zz', 'a'], ['a/b', 'missing'])).toEqual([
      '0',
      'a',
      'a-b',
      'a.b',
      'a0',
      'b',
      'zz',
    ])
    expect(changeNames([], ['b', 'a', 'b'], [])).toEqual(['a', 'b'])
    expect(changeNames(names, [], names)).toEqual([])
  })
})
