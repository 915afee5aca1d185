import { describe, expect, it } from 'vitest'
import { isTag } from './tag.ts'

describe('isTag', () => {
  it.each(['latest', 'a', 'Z', '0', '_', '_manifests', '1.2.3', 'a..b', 'a--', 'v1.0-rc.1_2', 'x'.repeat(128)])(
    'takes %s',
    (text) => {
      expect(isTag(text)).toBe(true)
    },
  )

  it.each([
    '',
    '.',
    '..',
    '.a',
    '-a',
    'a/b',
    '/',
    'a b',
    'a:b',
    'a@b',
    'a+b',
    'a%2F',
    'a\n',
    '\na',
    'a\0',
    '\u00e4',
    'x'.repeat(129),
  ])('refuses %j', (text) => {
    expect(isTag(text)).toBe(false)
  })
})
