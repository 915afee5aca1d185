import { describe, expect, test } from 'vitest'
import { seededNumber } from '../faults/seeded-random.ts'
import { compareKeys } from './key-order.ts'
import { listKeys, type ListOptions, type ListPage } from './list-objects.ts'
import { SortedKeys } from './sorted-keys.ts'

const always = (): boolean => true

function list(keys: readonly string[], options: Partial<ListOptions>): ListPage {
  const sorted = new SortedKeys()
  for (const key of keys) sorted.add(key)
  return listKeys(sorted, { prefix: '', delimiter: '', marker: '', limit: 1000, ...options }, always)
}

/** Every entry of all pages, each page as long as `limit` allows. */
function listAll(keys: readonly string[], options: Partial<ListOptions>): string[] {
  const entries: string[] = []
  let marker = ''
  for (;;) {
    const page = list(keys, { ...options, marker })
    entries.push(...[...page.keys, ...page.commonPrefixes].toSorted(compareKeys))
    if (!page.isTruncated) return entries
    marker = page.last ?? ''
  }
}

/** What a listing has to be, written down without any cleverness. */
function expected(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return end === -1 ? key : key.slice(0, end + delimiter.length)
    })
  return [...new Set(entries)].toSorted(compareKeys)
}

describe('a listing', () => {
  test('has only what begins with the prefix', () => {
    expect(list(['a', 'a/b', 'ab', 'b'], { prefix: 'a/' }).keys).toEqual(['a/b'])
  })

  test('groups by the delimiter behind the prefix', () => {
    const page = list(['a/b/c', 'a/b/d', 'a/e', 'a/', 'f'], { prefix: 'a/', delimiter: '/' })
    expect(page).toMatchObject({ keys: ['a/', 'a/e'], commonPrefixes: ['a/b/'], isTruncated: false })
  })

  test('goes on after the marker, and does not repeat a common prefix that it is', () => {
    const keys = ['a', 'b/1', 'b/2', 'c']
    expect(list(keys, { marker: 'a' }).keys).toEqual(['b/1', 'b/2', 'c'])
    expect(list(keys, { delimiter: '/', marker: 'b/' })).toMatchObject({ keys: ['c'], commonPrefixes: [] })
  })

  test('counts a common prefix as one', () => {
    const page = list(['a/1', 'a/2', 'b/1', 'c'], { delimiter: '/', limit: 2 })
    expect(page).toMatchObject({ keys: [], commonPrefixes: ['a/', 'b/'], isTruncated: true, last: 'b/' })
  })

  test('is not truncated when the page ends with the last entry', () => {
    expect(list(['a', 'b'], { limit: 2 }).isTruncated).toBe(false)
  })

  test('takes a delimiter of several characters', () => {
    expect(list(['a--b', 'a-b'], { delimiter: '--' })).toMatchObject({ keys: ['a-b'], commonPrefixes: ['a--'] })
  })

  test.each(['', '/', 'b'])('in pages has every entry once, with the delimiter "%s"', (delimiter) => {
    const letters = ['a', 'b', '/', '-', '.', '\u{1F600}', '\uFF5E']
    const keys = Array.from({ length: 300 }, (_, index) =>
      Array.from(
        { length: 1 + (index % 6) },
        (__, at) => letters[Math.floor(seededNumber(2, `${index} ${at}`) * 7)],
      ).join(''),
    )
    for (const prefix of ['', 'a', 'a/', 'b/a', '\u{1F600}']) {
      for (const limit of [1, 2, 7, 1000]) {
        expect(listAll(keys, { prefix, delimiter, limit })).toEqual(expected(keys, prefix, delimiter))
      }
    }
  })
})
