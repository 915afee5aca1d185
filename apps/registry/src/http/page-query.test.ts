import { describe, expect, it } from 'vitest'
import { nextPageQuery, parsePageSize } from './page-query.ts'

describe('the n of a listing', () => {
  it.each([
    ['n=0', 0],
    ['n=1', 1],
    ['n=100', 100],
    ['n=007', 7],
    ['n=999999999', 999_999_999],
    ['n=5&n=6', 5],
  ])('is read from %s', (query, n) => {
    expect(parsePageSize(new URLSearchParams(query))).toBe(n)
  })

  it.each(['', 'last=a', 'n=', 'N=5'])('is absent in "%s"', (query) => {
    expect(parsePageSize(new URLSearchParams(query))).toBe(undefined)
  })

  it.each([
    'n=-1',
    'n=1.5',
    'n=1e3',
    'n=0x10',
    'n=ten',
    'n=%2B5',
    'n=5%20',
    'n=NaN',
    'n=9999999999',
    `n=${'9'.repeat(400)}`,
  ])('is refused in %s, without allocating anything', (query) => {
    expect(() => parsePageSize(new URLSearchParams(query))).toThrow(
      expect.objectContaining({ code: 'PAGINATION_NUMBER_INVALID', status: 400 }),
    )
  })
})

describe('the query of the next page', () => {
  it('escapes what the last entry is called', () => {
    expect(nextPageQuery('team/app', 10).toString()).toBe('last=team%2Fapp&n=10')
    expect(nextPageQuery('a&n=1>; rel="x"', 1).get('last')).toBe('a&n=1>; rel="x"')
    expect(nextPageQuery('a&n=1>; rel="x"', 1).toString()).not.toMatch(/[>" ]/)
  })
})
