import { describe, expect, test } from 'vitest'
import { parseDuration } from './index.ts'

describe('a duration is read as by time.ParseDuration', () => {
  test.each([
    ['0', 0],
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['5.s', 5000],
    ['+3ms', 3],
    ['2us', 0.002],
    ['2\u00b5s', 0.002],
    ['3000000ns', 3],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 6)
  })

  test.each(['', '10', 's', '.s', '1d', '1 s', '1s ', '1..5s', '-1s', '--1s', '1s2'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})
