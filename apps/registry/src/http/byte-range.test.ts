import { describe, expect, it } from 'vitest'
import { parseByteRange } from './byte-range.ts'

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { offset: 0, length: 1 }],
    ['bytes=0-9', { offset: 0, length: 10 }],
    ['bytes=9-9', { offset: 9, length: 1 }],
    ['bytes=3-5', { offset: 3, length: 3 }],
    ['bytes=5-', { offset: 5, length: 5 }],
    ['bytes=0-', { offset: 0, length: 10 }],
    ['bytes=-1', { offset: 9, length: 1 }],
    ['bytes=-10', { offset: 0, length: 10 }],
    [' bytes=3-5 ', { offset: 3, length: 3 }],
  ])('%s asks for these of ten bytes', (header, range) => {
    expect(parseByteRange(header, 10)).toEqual(range)
  })

  it.each(['bytes=5-10', 'bytes=5-999', `bytes=5-${'9'.repeat(400)}`])('%s is cut at the last byte', (header) => {
    expect(parseByteRange(header, 10)).toEqual({ offset: 5, length: 5 })
  })

  it('of more last bytes than there are asks for all', () => {
    expect(parseByteRange('bytes=-11', 10)).toEqual({ offset: 0, length: 10 })
    expect(parseByteRange(`bytes=-${'9'.repeat(400)}`, 10)).toEqual({ offset: 0, length: 10 })
  })

  it.each(['bytes=10-', 'bytes=10-20', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    '%s asks for no byte that exists',
    (header) => {
      expect(parseByteRange(header, 10)).toBe('unsatisfiable')
    },
  )

  it.each(['bytes=0-', 'bytes=0-0', 'bytes=-1'])('%s asks for no byte of empty content', (header) => {
    expect(parseByteRange(header, 0)).toBe('unsatisfiable')
  })

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-3',
    'bytes=a-b',
    'bytes=0x1-0x2',
    'bytes=1.5-2',
    'bytes=--1',
    'bytes=0-1,5-6',
    'lines=0-1',
    `bytes=${'0-1,'.repeat(100_000)}0-1`,
  ])('is ignored when it is %s', (header) => {
    expect(parseByteRange(header, 10)).toBe('whole')
  })
})
