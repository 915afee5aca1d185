import { describe, expect, it } from 'vitest'
import { inBatches } from './in-batches.ts'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number
}

async function batchesOf(count: number, size: number): Promise<number[][]> {
  const batches: number[][] = []
  for await (const batch of inBatches(numbers(count), size)) batches.push(batch)
  return batches
}

describe('batches', () => {
  it.each([
    [0, 3, []],
    [1, 3, [[0]]],
    [3, 3, [[0, 1, 2]]],
    [4, 3, [[0, 1, 2], [3]]],
    [3, 1, [[0], [1], [2]]],
  ])('of %i items by %i', async (count, size, batches) => {
    expect(await batchesOf(count, size)).toEqual(batches)
  })

  it('are yielded as they fill, and end their source when they are left', async () => {
    let ended = false
    async function* source(): AsyncGenerator<number> {
      try {
        yield* numbers(Number.POSITIVE_INFINITY)
      } finally {
        ended = true
      }
    }
    for await (const batch of inBatches(source(), 2)) {
      expect(batch).toEqual([0, 1])
      break
    }
    expect(ended).toBe(true)
  })

  it('fail when their source does', async () => {
    async function* source(): AsyncGenerator<number> {
      yield 1
      throw new Error('the store failed')
    }
    const batches = inBatches(source(), 2)
    await expect(batches.next()).rejects.toThrow('the store failed')
  })
})
