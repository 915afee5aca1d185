import { expect, test } from 'vitest'
import { Patience } from './patience.ts'

/** Calls that take `takesMs` each, by a clock that stands still otherwise. */
function callsBy(options: { quickMs?: number }): { call: (takesMs: number) => string; wait: (ms: number) => void } {
  let time = 0
  const patience = new Patience({ ...options, now: () => time })
  const atOnce = (takesMs: number): string => {
    time += takesMs
    return 'at once'
  }
  return {
    call: patience.choose(atOnce, () => 'in a thread'),
    wait: (ms) => {
      time += ms
    },
  }
}

test('quick calls are made at once', () => {
  const { call } = callsBy({ quickMs: 0.5 })
  expect([call(0.1), call(0.4), call(0.1)]).toEqual(['at once', 'at once', 'at once'])
})

test('after a slow one all go to threads for a quarter of a second', () => {
  const { call, wait } = callsBy({ quickMs: 0.5 })
  expect(call(3)).toBe('at once')
  expect(call(0.1)).toBe('in a thread')
  wait(249)
  expect(call(0.1)).toBe('in a thread')
  wait(1)
  expect(call(0.1)).toBe('at once')
})

test('a call that fails slowly is a slow one', () => {
  let time = 0
  const patience = new Patience({ quickMs: 0.5, now: () => time })
  const call = patience.choose(
    () => {
      time += 1
      throw new Error('no')
    },
    () => 'in a thread',
  )
  expect(call).toThrow('no')
  expect(call()).toBe('in a thread')
})

test('many quick ones leave the event loop its turn', async () => {
  const { call } = callsBy({})
  const calls: unknown[] = Array.from({ length: 8 }, () => call(2))
  expect(calls.slice(0, 3)).toEqual(['at once', 'at once', 'at once'])
  const made: unknown[] = []
  const waiting = calls.slice(3).map(async (each) => made.push(await each))
  await new Promise(setImmediate)
  expect(made).toEqual(['at once', 'at once', 'at once'])
  await Promise.all(waiting)
  expect(made.length).toBe(5)
})
