import { describe, expect, test } from 'vitest'
import { durationOption } from './index.ts'

describe('a duration', () => {
  const read = (value: unknown): unknown => durationOption({ minMs: 100, maxMs: 3_600_000 }).safeParse(value)

  test.each([
    ['5s', 5000],
    ['300ms', 300],
    ['1m30s', 90_000],
    ['0.5h', 1_800_000],
    [' 1h ', 3_600_000],
    ['100ms', 100],
  ])('%j is %i ms', (value, milliseconds) => {
    expect(read(value)).toMatchObject({ success: true, data: milliseconds })
  })

  test.each([5, '5', '', '5 s', '-5s', 's', '5d', '99ms', '61m', '1h1', null, true, '1s'.repeat(51)])(
    'is not %j',
    (value) => {
      const message = 'expected a duration such as 5s, from 100 ms to 3600000 ms'
      expect(read(value)).toMatchObject({ success: false, error: { issues: [{ message }] } })
    },
  )
})
