import { DriverError, pathNotFound } from '@moorage/driver-core'
import { MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'
import { createMemoryDriver } from '@moorage/driver-memory'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryObjectStore } from '../testing/memory-object-store.ts'
import { errorCodes } from '../testing/push.ts'
import { startTestRegistry } from '../testing/start-test-registry.ts'
import { StorageHealth } from './storage-health.ts'

const unavailable = new DriverError({ code: 'UNAVAILABLE', driver: 'memory', path: '/', message: 'no answer' })

describe('StorageHealth', () => {
  const driver = createMemoryDriver()
  const stat = vi.spyOn(driver, 'stat')
  const settings = { enabled: true, interval: 10_000, threshold: 1 }
  const create = (changes: Partial<typeof settings> = {}): StorageHealth =>
    new StorageHealth(driver, { ...settings, ...changes }, pino({ level: 'silent' }))

  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
    stat.mockReset()
  })

  it('finds a store well until it was asked', () => {
    stat.mockRejectedValue(unavailable)
    using health = create()
    expect(health.error).toBeUndefined()
    expect(stat).not.toHaveBeenCalled()
  })

  it('finds a store well that answers', async () => {
    using health = create()
    await health.check()
    expect(health.error).toBeUndefined()
  })

  it('finds a store well that has no root yet: it answers all the same', async () => {
    stat.mockRejectedValue(pathNotFound('memory', '/'))
    using health = create()
    await health.check()
    expect(health.error).toBeUndefined()
  })

  it('finds a store well that throttles: what is asked of it is answered one by one', async () => {
    stat.mockRejectedValue(new DriverError({ code: 'RATE_LIMITED', driver: 'memory', message: 'slow down' }))
    using health = create()
    await health.check()
    expect(health.error).toBeUndefined()
  })

  it('finds a store sick that fails, and says when to come back, and nothing of the reason', async () => {
    stat.mockRejectedValue(unavailable)
    using health = create()
    await health.check()
    expect(health.error).toMatchObject({ code: 'UNAVAILABLE', status: 503, headers: { 'Retry-After': '10' } })
    expect(JSON.stringify([health.error?.message, health.error?.detail])).not.toContain('no answer')
  })

  it('finds it well again with its first answer', async () => {
    stat.mockRejectedValueOnce(unavailable)
    using health = create()
    await health.check()
    expect(health.error).toBeDefined()
    await health.check()
    expect(health.error).toBeUndefined()
  })

  it.each([
    [0, 1],
    [1, 1],
    [3, 3],
  ])('with a threshold of %i takes %i failures in a row', async (threshold, failures) => {
    stat.mockRejectedValue(unavailable)
    using health = create({ threshold })
    for (let count = 1; count <= failures; count += 1) {
      expect(health.error).toBeUndefined()
      await health.check()
    }
    expect(health.error).toBeDefined()
  })

  it('begins to count anew after a success', async () => {
    using health = create({ threshold: 2 })
    stat.mockRejectedValueOnce(unavailable)
    await health.check()
    await health.check()
    stat.mockRejectedValueOnce(unavailable)
    await health.check()
    expect(health.error).toBeUndefined()
  })

  it('asks once an interval, from the first on, and no more once it is disposed of', async () => {
    const health = create()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(stat).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(stat).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(stat).toHaveBeenCalledTimes(3)
    health[Symbol.dispose]()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stat).toHaveBeenCalledTimes(3)
  })

  it('asks nothing where it is not enabled', async () => {
    using health = create({ enabled: false })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stat).not.toHaveBeenCalled()
    expect(health.error).toBeUndefined()
  })

  it('finds a store sick that hangs, and asks it no second time until it answers', async () => {
    const answer = Promise.withResolvers<{ kind: 'directory'; path: string }>()
    stat.mockReturnValueOnce(answer.promise)
    using health = create({ threshold: 2 })
    await vi.advanceTimersByTimeAsync(29_999)
    expect(health.error).toBeUndefined()
    await vi.advanceTimersByTimeAsync(20_001)
    expect(health.error).toBeDefined()
    expect(stat).toHaveBeenCalledTimes(1)
    answer.resolve({ kind: 'directory', path: '/' })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(health.error).toBeUndefined()
    expect(stat.mock.calls.length).toBeGreaterThan(1)
  })
})

describe('a registry whose store fails', () => {
  it('answers 503 everywhere while it does, and works again afterwards', async () => {
    const driver = createMemoryDriver()
    await using registry = await startTestRegistry(
      { health: { storagedriver: { enabled: true, interval: '5ms', threshold: 2 } } },
      { driver },
    )
    expect((await registry.fetch('/v2/')).status).toBe(200)

    const stat = vi.spyOn(driver, 'stat').mockRejectedValue(unavailable)
    const sick = registry.logged('the store does not answer')
    await sick
    for (const path of ['/v2/', '/v2/_catalog', '/v2/team/app/manifests/latest', '/v2/team/app/tags/list', '/', '/x']) {
      const response = await registry.fetch(path)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('1')
      expect(await errorCodes(response)).toEqual(['UNAVAILABLE'])
    }

    const well = registry.logged('the store answers again')
    stat.mockRestore()
    await well
    expect((await registry.fetch('/v2/')).status).toBe(200)
    expect((await registry.fetch('/')).status).toBe(200)
  })

  it('is not asked about by default', async () => {
    const driver = createMemoryDriver()
    const stat = vi.spyOn(driver, 'stat')
    await using registry = await startTestRegistry({}, { driver })
    stat.mockRejectedValue(unavailable)
    expect((await registry.fetch('/v2/')).status).toBe(200)
  })
})

it('asks an object store by one request', async () => {
  const client = new MemoryObjectStoreClient()
  const settings = { enabled: true, interval: 10_000, threshold: 1 }
  using health = new StorageHealth(createMemoryObjectStore(client), settings, pino({ level: 'silent' }))
  await health.check()
  expect(health.error).toBeUndefined()
  expect(client.takeRequests()).toHaveLength(1)
  client.before = () => {
    throw unavailable
  }
  await health.check()
  expect(health.error).toBeDefined()
})
