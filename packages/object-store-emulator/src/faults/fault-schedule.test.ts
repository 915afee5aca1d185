import { describe, expect, test } from 'vitest'
import type { Fault } from './fault.ts'
import { FaultSchedule, type ScheduleOptions } from './fault-schedule.ts'

const call = (key: string) => ({ operation: 'GetBucket', bucket: 'b', key, detail: '' }) as const

/** What happens to so many calls of each key. */
function play(options: ScheduleOptions, keys: readonly string[], times: number): Record<string, (Fault | undefined)[]> {
  const schedule = new FaultSchedule(options)
  const faults: Record<string, (Fault | undefined)[]> = {}
  for (let time = 0; time < times; time += 1)
    for (const key of keys) (faults[key] ??= []).push(schedule.next(call(key)))
  return faults
}

const longestRun = (faults: readonly (Fault | undefined)[]): number =>
  Math.max(
    ...faults
      .map((fault) => (fault === undefined ? ' ' : 'x'))
      .join('')
      .split(' ')
      .map((run) => run.length),
  )

describe('a schedule of faults', () => {
  test('is the same for the same seed, whatever else is called meanwhile', () => {
    const alone = play({ seed: 7, rate: 0.5 }, ['a'], 50)
    const among = play({ seed: 7, rate: 0.5 }, ['b', 'a', 'c'], 50)
    expect(among['a']).toEqual(alone['a'])
  })

  test('is another for another seed', () => {
    expect(play({ seed: 7, rate: 0.5 }, ['a'], 50)).not.toEqual(play({ seed: 8, rate: 0.5 }, ['a'], 50))
  })

  test('chooses a seed of its own, and tells it', () => {
    const first = new FaultSchedule({ rate: 1 })
    expect(first.seed).not.toBe(new FaultSchedule({ rate: 1 }).seed)
  })

  test('lets a call through after three faults in a row at the latest', () => {
    const { a = [] } = play({ seed: 1, rate: 1, restRequests: 1 }, ['a'], 40)
    expect(longestRun(a)).toBe(3)
  })

  test('leaves a call alone when it has met three faults', () => {
    const { a = [] } = play({ seed: 1, rate: 1 }, ['a'], 1000)
    expect(a.map((fault) => fault !== undefined)).toEqual([true, true, true, ...Array<boolean>(997).fill(false)])
  })

  test('lets a call rest for as many requests as it is told to', () => {
    const { a = [] } = play({ seed: 1, rate: 1, maximumInARow: 1, restRequests: 2 }, ['a'], 6)
    expect(a.map((fault) => fault !== undefined)).toEqual([true, false, false, true, false, false])
  })

  test('plays every kind that a client gets over by trying again', () => {
    const keys = Array.from({ length: 300 }, (_, index) => `key ${index}`)
    const faults = Object.values(play({ seed: 3, rate: 0.5, stallMs: 1 }, keys, 1)).flat()
    const kinds = new Set(faults.flatMap((fault) => fault?.kind ?? []))
    expect([...kinds].toSorted()).toEqual([
      'cut-answer',
      'delay',
      'error',
      'garbage-xml',
      'lose-answer',
      'reset-answer',
      'reset-request',
      'stall-answer',
      'stall-request',
      'truncated-xml',
    ])
  })

  test('plays only the kinds it is asked for', () => {
    const { a = [] } = play({ seed: 3, rate: 1, kinds: ['delay'], maximumInARow: 100 }, ['a'], 20)
    expect(a.every((fault) => fault?.kind === 'delay')).toBe(true)
  })
})
