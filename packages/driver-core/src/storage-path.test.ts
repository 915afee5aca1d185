import { describe, expect, test } from 'vitest'
import {
  assertStoragePath,
  baseName,
  comparePaths,
  isPathComponent,
  isStoragePath,
  isWithin,
  joinPath,
  parentPath,
} from './index.ts'

describe('a storage path', () => {
  test.each([
    '/a',
    '/0-9/abcdefg',
    '/abc/1.2.3.4.5-6_zyx/123.z/4',
    '/.abc',
    '/abc./abc',
    '/...',
    '/a/...',
    '/a--b',
    '/_.x',
  ])('%s is legal', (path) => {
    expect(isStoragePath(path)).toBe(true)
    expect(() => assertStoragePath('test', path)).not.toThrow()
  })

  test.each([
    '',
    '/',
    'a',
    '//a',
    '/a/',
    '/a//b',
    '/.',
    '/..',
    '/a/.',
    '/a/..',
    '/../a',
    '/a/../b',
    '/a b',
    '/ä',
    '/a~',
    '/a\n',
    '/a\0',
  ])('%j is not', (path) => {
    expect(isStoragePath(path)).toBe(false)
    expect(() => assertStoragePath('test', path)).toThrow(expect.objectContaining({ code: 'INVALID_PATH' }))
  })

  test('the root is accepted where it is asked for', () => {
    expect(() => assertStoragePath('test', '/', true)).not.toThrow()
    expect(() => assertStoragePath('test', '', true)).toThrow('test: ')
  })

  test('a component has no slash, and is no step up or on the spot', () => {
    for (const name of ['a', '...', '.a', 'A-Z_0.9']) expect(isPathComponent(name)).toBe(true)
    for (const name of ['', '.', '..', 'a/b', 'a~', 'a b', 'a\n']) expect(isPathComponent(name)).toBe(false)
  })

  test('is joined, and taken apart', () => {
    expect(joinPath('/', 'a')).toBe('/a')
    expect(joinPath('/a', 'b', 'c')).toBe('/a/b/c')
    expect(joinPath('/a')).toBe('/a')
    expect(joinPath('/')).toBe('/')
    expect(parentPath('/a/b')).toBe('/a')
    expect(parentPath('/a')).toBe('/')
    expect(parentPath('/')).toBe('/')
    expect(baseName('/a/b')).toBe('b')
    expect(baseName('/')).toBe('')
  })

  test('is within itself, the directories above and the root, never within one that only begins alike', () => {
    for (const directory of ['/', '/a', '/a/b']) expect(isWithin('/a/b', directory)).toBe(true)
    for (const directory of ['/a/b/c', '/ab', '/a-', '/b']) expect(isWithin('/a/b', directory)).toBe(false)
    expect(isWithin('/ab', '/a')).toBe(false)
  })
})

describe('the order of paths', () => {
  const ordered = [
    '/',
    '/a',
    '/a/a',
    '/a/b',
    '/a/b/c',
    '/a/b-c',
    '/a-b',
    '/a-b/x',
    '/a.b',
    '/a0',
    '/aB',
    '/a_',
    '/ab',
    '/b',
  ]

  test('is by component: what is in a directory comes before its siblings that begin alike', () => {
    expect(ordered.toReversed().toSorted(comparePaths)).toEqual(ordered)
  })

  test('agrees with itself for every pair', () => {
    for (const [index, left] of ordered.entries()) {
      for (const [other, right] of ordered.entries()) {
        expect(Math.sign(comparePaths(left, right))).toBe(Math.sign(index - other))
      }
    }
  })
})
