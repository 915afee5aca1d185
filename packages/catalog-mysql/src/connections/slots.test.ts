import { expect, test } from 'vitest'
import { CallEnded } from './limits.ts'
import { Slots, TooManyWaiting } from './slots.ts'

const patient = { signal: new AbortController().signal, timeoutMs: Infinity }

test('whoever comes first is served first', async () => {
  const slots = new Slots(1, 10)
  await slots.take(patient)
  const order: number[] = []
  const waiting = [1, 2, 3].map(async (index) => {
    await slots.take(patient)
    order.push(index)
    slots.give()
  })
  slots.give()
  await Promise.all(waiting)
  expect(order).toEqual([1, 2, 3])
})

test('whoever gives up leaves the line', async () => {
  const slots = new Slots(1, 10)
  await slots.take(patient)
  const abort = new AbortController()
  const given = slots.take({ ...patient, signal: abort.signal })
  const next = slots.take(patient)
  abort.abort()
  await expect(given).rejects.toBeInstanceOf(CallEnded)
  slots.give()
  await next
})

test('a place that comes in the moment of giving up goes to the next, once', async () => {
  const slots = new Slots(1, 10)
  await slots.take(patient)
  const abort = new AbortController()
  const given = slots.take({ ...patient, signal: abort.signal })
  slots.give()
  abort.abort()
  await expect(given).rejects.toBeInstanceOf(CallEnded)
  await slots.take(patient)
  const tooMany = slots.take({ ...patient, signal: AbortSignal.abort() })
  await expect(tooMany).rejects.toBeInstanceOf(CallEnded)
})

test('the line has an end', async () => {
  const slots = new Slots(1, 1)
  await slots.take(patient)
  const first = slots.take(patient)
  await expect(slots.take(patient)).rejects.toBeInstanceOf(TooManyWaiting)
  slots.give()
  await first
})
