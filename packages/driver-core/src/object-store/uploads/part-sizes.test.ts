import { describe, expect, test } from 'vitest'
import { PartSizes } from './part-sizes.ts'

const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte
const limits = { maxParts: 10_000, maxPartSizeBytes: 5 * gibibyte }

const sum = (sizes: PartSizes, parts: number): number => {
  let total = 0
  for (let number = 1; number <= parts; number += 1) total += sizes.of(number)
  return total
}

describe('the sizes of parts', () => {
  test('are equal for the first 2,000, and then grow step by step', () => {
    const sizes = PartSizes.choose(16 * mebibyte, undefined, limits)
    expect([1, 2000, 2001, 4001, 10_000].map((number) => sizes.of(number) / mebibyte)).toEqual([16, 16, 32, 48, 80])
    expect(sum(sizes, 10_000)).toBe(2000 * (16 + 32 + 48 + 64 + 80) * mebibyte)
  })

  test.each([1, 100, 156, 157, 500, 4000])('are all equal for a size that is known, %i GiB', (gibibytes) => {
    const sizes = PartSizes.choose(16 * mebibyte, gibibytes * gibibyte, limits)
    const parts = Math.ceil((gibibytes * gibibyte) / sizes.chunkSizeBytes)
    expect(parts).toBeLessThanOrEqual(limits.maxParts)
    expect(sizes.of(parts)).toBe(sizes.of(1))
  })

  test('are never above what a part may have', () => {
    const sizes = PartSizes.choose(3 * gibibyte, undefined, limits)
    expect(sizes.of(10_000)).toBe(5 * gibibyte)
  })
})
