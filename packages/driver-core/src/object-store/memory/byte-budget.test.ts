import { describe, expect, test } from 'vitest'
import { BufferShortage } from './buffer-shortage.ts'
import { ByteBudget, segmentBytes } from './byte-budget.ts'

const settled = async (promise: Promise<unknown> | Uint8Array): Promise<boolean> => {
  let isSettled = !(promise instanceof Promise)
  if (promise instanceof Promise) promise.then(() => (isSettled = true)).catch(() => undefined)
  await new Promise(setImmediate)
  return isSettled
}

describe('the budget of memory', () => {
  test('lends segments at once while there is room, and counts them', () => {
    const budget = new ByteBudget(2 * segmentBytes)
    const segment = budget.take({}, undefined)
    expect(segment).toHaveLength(segmentBytes)
    expect(budget.lentBytes).toBe(segmentBytes)
    budget.give({}, [segment as Uint8Array])
    expect(budget.lentBytes).toBe(0)
  })

  test('uses memory again that was given back', () => {
    const budget = new ByteBudget(segmentBytes)
    const segment = budget.take({}, undefined) as Uint8Array
    budget.give({}, [segment])
    expect(budget.take({}, undefined)).toBe(segment)
  })

  test('lets one part at a time go beyond the limit, until it gives its memory back', async () => {
    const budget = new ByteBudget(segmentBytes)
    const [first, second, third] = [{}, {}, {}]
    const segment = budget.take(first, undefined) as Uint8Array
    const overdrawn = [await budget.take(second, undefined), budget.take(second, undefined) as Uint8Array]
    const waiting = budget.take(third, undefined)
    expect(await settled(waiting)).toBe(false)
    expect(await settled(budget.take(first, undefined))).toBe(false)
    budget.give(second, overdrawn)
    expect(await settled(waiting)).toBe(true)
    expect(budget.lentBytes).toBe(2 * segmentBytes)
    budget.give(first, [segment])
  })

  test('serves those who wait in their order', async () => {
    const budget = new ByteBudget(segmentBytes)
    const [holder, overdrawer] = [{}, {}]
    const held = budget.take(holder, undefined) as Uint8Array
    const overdrawn = await budget.take(overdrawer, undefined)
    const served: number[] = []
    const waiting = [0, 1, 2].map(async (index) => {
      const part = {}
      const segment = await budget.take(part, undefined)
      served.push(index)
      budget.give(part, [segment])
    })
    expect(served).toEqual([])
    budget.give(holder, [held])
    budget.give(overdrawer, [overdrawn])
    await Promise.all(waiting)
    expect(served).toEqual([0, 1, 2])
    expect(budget.lentBytes).toBe(0)
  })

  test('gives up waiting when the signal is given, or patience ends', async () => {
    const budget = new ByteBudget(0, { patienceMs: 20 })
    await budget.take({}, undefined)
    const controller = new AbortController()
    const aborted = budget.take({}, controller.signal)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    await expect(budget.take({}, undefined)).rejects.toBeInstanceOf(BufferShortage)
    expect(budget.lentBytes).toBe(segmentBytes)
  })
})
