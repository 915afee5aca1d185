import { expect, test } from 'vitest'
import { ConcurrencyLimit } from './concurrency-limit.ts'

test('lets as many through as it is told, and the others in their order', async () => {
  const limit = new ConcurrencyLimit(2)
  const leaveFirst = await limit.enter()
  const leaveSecond = await limit.enter()
  const entered: string[] = []
  const third = limit.enter().then((leave) => {
    entered.push('third')
    return leave
  })
  const fourth = limit.enter().then((leave) => {
    entered.push('fourth')
    return leave
  })
  await Promise.resolve()
  expect(entered).toEqual([])
  leaveSecond()
  await third
  expect(entered).toEqual(['third'])
  leaveFirst()
  await fourth
  expect(entered).toEqual(['third', 'fourth'])
})

test('a place that is given back twice is one place', async () => {
  const limit = new ConcurrencyLimit(1)
  const leave = await limit.enter()
  leave()
  leave()
  await limit.enter()
  const next = Promise.race([limit.enter(), new Promise((resolve) => setImmediate(resolve, 'nobody left'))])
  expect(await next).toBe('nobody left')
})

test('whoever waits leaves the queue when the signal is given, and takes no place with him', async () => {
  const limit = new ConcurrencyLimit(1)
  const leave = await limit.enter()
  const abort = new AbortController()
  const aborted = limit.enter(abort.signal)
  const next = limit.enter()
  abort.abort(new Error('the client went away'))
  await expect(aborted).rejects.toThrow('the client went away')
  leave()
  expect(await next).toBeTypeOf('function')
})

test('a signal that was given before enters nowhere', async () => {
  const limit = new ConcurrencyLimit(1)
  await expect(limit.enter(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
  expect(await limit.enter()).toBeTypeOf('function')
})
