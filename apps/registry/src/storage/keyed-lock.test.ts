import { describe, expect, it } from 'vitest'
import { KeyedLock } from './keyed-lock.ts'

/** Work that lasts until it is told to end. */
function job(log: string[], name: string): { work: () => Promise<string>; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  return {
    work: async () => {
      log.push(`${name} begins`)
      await promise
      log.push(`${name} ends`)
      return name
    },
    end: () => resolve(undefined),
  }
}

describe('a lock by keys', () => {
  it('runs work on the same key one after the other, and on another at once', async () => {
    const lock = new KeyedLock()
    const log: string[] = []
    const [first, second, other] = [job(log, 'first'), job(log, 'second'), job(log, 'other')]
    const running = [lock.run(['a'], first.work), lock.run(['a', 'b'], second.work), lock.run(['c'], other.work)]
    other.end()
    expect(await running[2]).toBe('other')
    expect(log).toEqual(['first begins', 'other begins', 'other ends'])
    first.end()
    second.end()
    expect(await Promise.all(running)).toEqual(['first', 'second', 'other'])
    expect(log.slice(3)).toEqual(['first ends', 'second begins', 'second ends'])
  })

  it('goes on after work that failed', async () => {
    const lock = new KeyedLock()
    const failing = lock.run(['a'], () => Promise.reject(new Error('no')))
    const next = lock.run(['a'], async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })

  it('does not wait for itself when calls name the same keys in another order', async () => {
    const lock = new KeyedLock()
    const results = await Promise.all([
      lock.run(['a', 'b'], async () => 1),
      lock.run(['b', 'a'], async () => 2),
      lock.run(['a', 'b'], async () => 3),
    ])
    expect(results).toEqual([1, 2, 3])
  })
})
