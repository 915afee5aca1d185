import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TimedCache } from './timed-cache.ts'

describe('a timed cache', () => {
  let now = 1
  const pass = (milliseconds: number): void => {
    now += milliseconds
    vi.advanceTimersByTime(milliseconds)
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.spyOn(performance, 'now').mockImplementation(() => now)
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it('answers what it knows without asking again, until its lifetime is over', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 1000 })
    const load = vi.fn<() => Promise<string>>(async () => 'value')
    expect(await cache.get('key', load)).toBe('value')
    pass(900)
    expect(await cache.get('key', load)).toBe('value')
    expect(load).toHaveBeenCalledTimes(1)
    pass(200)
    expect(cache.peek('key')).toBe(undefined)
    expect(await cache.get('key', load)).toBe('value')
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('does not live longer for being asked', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 1000 })
    await cache.get('key', async () => 'old')
    for (let step = 0; step < 6; step += 1) {
      pass(200)
      await cache.get('key', async () => 'new')
    }
    expect(cache.peek('key')).toBe('new')
  })

  it('lets requests for the same key at the same time share one look-up, and others not', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 1000 })
    const { promise, resolve } = Promise.withResolvers<string>()
    const load = vi.fn<() => Promise<string>>(() => promise)
    const requests = [cache.get('key', load), cache.get('key', load), cache.get('key', load)]
    expect(await cache.get('other', async () => 'another')).toBe('another')
    resolve('value')
    expect(await Promise.all(requests)).toEqual(['value', 'value', 'value'])
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('does not remember that there was nothing, nor a failure', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 1000 })
    expect(await cache.get('key', async () => undefined)).toBe(undefined)
    await expect(cache.get('key', () => Promise.reject(new Error('the store failed')))).rejects.toThrow(
      'the store failed',
    )
    expect(await cache.get('key', async () => 'value')).toBe('value')
  })

  it('forgets, and does not keep what a look-up that was under way brings then', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 1000 })
    const { promise, resolve } = Promise.withResolvers<string>()
    const stale = cache.get('key', () => promise)
    cache.forget('key')
    const fresh = cache.get('key', async () => undefined)
    resolve('read before the delete')
    expect(await stale).toBe('read before the delete')
    expect(await fresh).toBe(undefined)
    expect(cache.peek('key')).toBe(undefined)
  })

  it('keeps what is set over what a look-up that was under way brings', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 1000 })
    const { promise, resolve } = Promise.withResolvers<string>()
    const stale = cache.get('key', () => promise)
    cache.set('key', 'new')
    resolve('old')
    await stale
    expect(cache.peek('key')).toBe('new')
  })

  it('keeps no more than it may; the least used go first', () => {
    const cache = new TimedCache<string>({ max: 2, lifetimeMs: 1000 })
    cache.set('a', '1')
    cache.set('b', '2')
    cache.peek('a')
    cache.set('c', '3')
    expect([cache.peek('a'), cache.peek('b'), cache.peek('c')]).toEqual(['1', undefined, '3'])
  })

  it('without a lifetime keeps nothing and shares nothing', async () => {
    const cache = new TimedCache<string>({ max: 10, lifetimeMs: 0 })
    cache.set('key', 'old')
    expect(cache.peek('key')).toBe(undefined)
    const load = vi.fn<() => Promise<string>>(async () => 'value')
    await Promise.all([cache.get('key', load), cache.get('key', load)])
    expect(load).toHaveBeenCalledTimes(2)
  })
})
