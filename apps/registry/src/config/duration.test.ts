import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration, shortDuration } from './duration.ts'

describe('a duration', () => {
  it.each([
    ['168h', 604_800_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['300ms', 300],
    ['.5s', 500],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['+5s', 5000],
    ['0', 0],
    ['1000000000', 1000],
    [5_000_000_000, 5000],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', '-5s', '5q', 's', '5s ago', '1h 30m', '1,5h', '+', '1..5s', 'h'.repeat(5000)])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it.each([
    [0, '0s'],
    [0.000_012, '12ns'],
    [0.85, '850µs'],
    [12.5, '12.5ms'],
    [1234.5, '1.2345s'],
    [90_000, '1m30s'],
    [604_800_000, '168h0m0s'],
    [-90_000, '-1m30s'],
  ])('of %d milliseconds is printed like Go: %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })

  it.each([
    [604_800_000, '168h'],
    [5_400_000, '1h30m'],
    [60_000, '1m'],
    [600_000, '10m'],
    [36_000_000, '10h'],
    [1000, '1s'],
    [0, '0s'],
  ])('of %d milliseconds is %s in a file', (milliseconds, text) => {
    expect(shortDuration(milliseconds)).toBe(text)
    expect(parseDuration(text)).toBe(milliseconds)
  })
})
