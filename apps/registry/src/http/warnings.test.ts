import { describe, expect, it } from 'vitest'
import { warningHeaders } from './warnings.ts'

describe('warnings', () => {
  it('have the code 299, no agent, and their text in quotes', () => {
    expect(warningHeaders(['this is "old"', 'and \\ that'])).toEqual([
      '299 - "this is \\"old\\""',
      '299 - "and \\\\ that"',
    ])
  })

  it('have at most 4096 bytes together', () => {
    const values = warningHeaders(Array.from({ length: 100 }, () => 'w'.repeat(90)))
    expect(values.length).toBe(41)
    expect(values.join('').length).toBeLessThanOrEqual(4096)
  })

  it('are none without a text', () => {
    expect(warningHeaders([])).toEqual([])
  })
})
