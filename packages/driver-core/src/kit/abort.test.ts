import { getEventListeners } from 'node:events'
import { Readable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { throwIfAborted, untilAborted } from './index.ts'

async function* numbers(count: number): AsyncGenerator<number, void, void> {
  for (let number = 0; number < count; number += 1) yield number
}

describe('reading until aborted', () => {
  test('gives all items, with a signal and without', async () => {
    const { signal } = new AbortController()
    expect(await Array.fromAsync(untilAborted(numbers(3), undefined))).toEqual([0, 1, 2])
    expect(await Array.fromAsync(untilAborted(numbers(3), signal))).toEqual([0, 1, 2])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('ends at once, even when the source says nothing', async () => {
    const controller = new AbortController()
    const silent = new Readable({ read: () => undefined })
    const reading = Array.fromAsync(untilAborted(silent, controller.signal))
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    silent.destroy()
  })

  test('tells the source to end, and does not wait for its answer', async () => {
    const controller = new AbortController()
    const silence = new Promise<never>(() => undefined)
    const end = vi.fn<() => Promise<never>>(() => silence)
    const source = { [Symbol.asyncIterator]: () => ({ next: () => silence, return: end }) }
    const reading = Array.fromAsync(untilAborted(source, controller.signal))
    controller.abort()
    await expect(reading).rejects.toThrow('aborted')
    expect(end).toHaveBeenCalledTimes(1)
  })

  test('reads nothing after a signal that was given before', async () => {
    const source = numbers(3)
    await expect(Array.fromAsync(untilAborted(source, AbortSignal.abort()))).rejects.toThrow('aborted')
    expect(await source.next()).toEqual({ done: true, value: undefined })
  })

  test('throws what the source throws', async () => {
    const failure = new Error('source')
    const source = (async function* () {
      yield 1
      throw failure
    })()
    await expect(Array.fromAsync(untilAborted(source, new AbortController().signal))).rejects.toBe(failure)
  })

  test('ends the source when the reader leaves early', async () => {
    const source = numbers(10)
    for await (const number of untilAborted(source, new AbortController().signal)) if (number === 2) break
    expect(await source.next()).toEqual({ done: true, value: undefined })
  })
})

test('an aborted call is the error ABORTED with the reason as its cause', () => {
  const reason = new Error('enough')
  expect(() => throwIfAborted('test', '/a', undefined)).not.toThrow()
  expect(() => throwIfAborted('test', '/a', new AbortController().signal)).not.toThrow()
  expect(() => throwIfAborted('test', '/a', AbortSignal.abort(reason))).toThrow(
    expect.objectContaining({ code: 'ABORTED', path: '/a', cause: reason }),
  )
})
