import { expect, it } from 'vitest'
import { runFuzz } from './fuzz/run-fuzz.ts'
import { until } from './support/process-state.ts'
import { Victim } from './support/victim.ts'

const fresh = Date.now() % 1_000_000

it.each([
  ['of a fixed seed', 7],
  [`of the seed ${fresh}`, fresh],
])('requests %s, right or nearly, are all answered well, and leave the store whole', async (_, seed) => {
  await using victim = await Victim.start()
  const { faults, statuses, requests } = await runFuzz(victim, { seed, seconds: 6 })
  expect(faults).toEqual([])
  // Most of them get somewhere, and all end points are reached.
  expect(requests).toBeGreaterThan(500)
  expect(Object.keys(statuses)).toEqual(
    expect.arrayContaining(['200', '201', '202', '204', '400', '404', '405', '416']),
  )
  await until('it answers', async () => (await victim.fetch('/v2/')).status === 200)
})
