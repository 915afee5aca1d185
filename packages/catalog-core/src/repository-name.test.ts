import { describe, expect, test } from 'vitest'
import { isRepositoryName } from './repository-name.ts'

describe('the name of a repository', () => {
  test.each(['a', '0', 'library/alpine', 'a/b/c', 'a.b', 'a_b', 'a__b', 'a-b', 'a--b', 'a---b', 'a'.repeat(255)])(
    'may be %s',
    (name) => {
      expect(isRepositoryName(name)).toBe(true)
    },
  )

  test.each([
    '',
    'A',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a..b',
    'a___b',
    '-a',
    'a-',
    'a b',
    'a\n',
    'é',
    'a\0',
    'a'.repeat(256),
  ])('is not %j', (name) => {
    expect(isRepositoryName(name)).toBe(false)
  })

  test('is told at once, however nearly a text is one', () => {
    expect(isRepositoryName(`${'a-'.repeat(127)}!`)).toBe(false)
  })
})
