import { describe, expect, test } from 'vitest'
import { assertReadOptions, readRange } from './index.ts'

describe('the range of a read', () => {
  test.each([
    [undefined, 0, 10],
    [{}, 0, 10],
    [{ offset: 3 }, 3, 10],
    [{ offset: 10 }, 10, 10],
    [{ offset: 11 }, 10, 10],
    [{ length: 0 }, 0, 0],
    [{ length: 4 }, 0, 4],
    [{ offset: 8, length: 4 }, 8, 10],
    [{ offset: 20, length: 4 }, 10, 10],
  ])('of 10 bytes with %j is from %i to %i', (options, start, end) => {
    expect(() => assertReadOptions('test', '/a', options)).not.toThrow()
    expect(readRange(10, options)).toEqual({ start, end })
  })

  test.each([{ offset: -1 }, { length: -1 }, { offset: 1.5 }, { offset: Number.NaN }, { length: Infinity }])(
    'is INVALID_OFFSET for %j',
    (options) => {
      expect(() => assertReadOptions('test', '/a', options)).toThrow(
        expect.objectContaining({ code: 'INVALID_OFFSET' }),
      )
    },
  )
})
