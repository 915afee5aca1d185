import { describe, expect, test } from 'vitest'
import { batchesOf } from './batches.ts'

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)
const sizesOf = (count: number): readonly number[] => [...batchesOf(numbers(count))].map((batch) => batch.length)

describe('batches have few sizes', () => {
  test.each([
    [0, []],
    [1, [1]],
    [2, [1, 1]],
    [5, [10]],
    [10, [10]],
    [14, [10, 1, 1, 1, 1]],
    [50, [100]],
    [137, [100, 10, 10, 10, 10]],
    [260, [500]],
    [500, [500]],
    [1001, [500, 500, 1]],
  ])('%i items', (count, sizes) => {
    expect(sizesOf(count)).toEqual(sizes)
  })
})

test('every item is in them, in order, and only the last one of a batch again', () => {
  for (let count = 0; count < 700; count += 1) {
    const batches = [...batchesOf(numbers(count))]
    expect([...new Set(batches.flat())]).toEqual(numbers(count))
    expect([1, 10, 100, 500]).toEqual(expect.arrayContaining(batches.map((batch) => batch.length)))
  }
})
