import { describe, expect, it } from 'vitest'
import { mapAhead } from './map-ahead.ts'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number
}

describe('work that is begun ahead of its turn', () => {
  it('gives its results in the order of the items, whichever ends first', async () => {
    const results = mapAhead(numbers(5), 2, async (number) => {
      for (let turn = number; turn < 5; turn += 1) await Promise.resolve()
      return number * 2
    })
    const given: number[] = []
    for await (const result of results) given.push(result)
    expect(given).toEqual([0, 2, 4, 6, 8])
  })

  it('is begun for so many items and no more', async () => {
    const begun: number[] = []
    const results = mapAhead(numbers(10), 3, async (number) => begun.push(number))
    await results.next()
    expect(begun).toEqual([0, 1, 2, 3])
    await results.return(undefined)
    expect(begun).toEqual([0, 1, 2, 3])
  })

  it('fails when the turn of what failed comes', async () => {
    const results = mapAhead(numbers(3), 2, async (number) => {
      if (number === 1) throw new Error('no')
      return number
    })
    expect((await results.next()).value).toBe(0)
    await expect(results.next()).rejects.toThrow('no')
  })
})
