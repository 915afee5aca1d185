import type { FaultKind, ScheduleOptions } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import { Random } from '../support/random.ts'
import { bucketFaults, unfinished } from './support/bucket-faults.ts'
import { type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { HonestClient } from './support/honest-client.ts'
import { storeKinds } from './support/store-kinds.ts'
import { startStoreSite } from './support/store-site.ts'

const clientCount = 6

/** All after which nobody knows whether the store has done its work, one time after the other; errors that it answers are waited for longer. */
const lasting: readonly FaultKind[] = ['lose-answer', 'reset-request', 'reset-answer', 'cut-answer']

interface Outcome {
  /** How requests ended, each once. */
  readonly outcomes: readonly string[]
  /** What was acknowledged and is not there, or not as it was. */
  readonly broken: readonly string[]
  /** How often the store misbehaved. */
  readonly fired: number
}

/** Lets clients push and pull while a schedule makes the store misbehave. */
async function tryClients(store: EmulatedStore, rounds: number, schedule: ScheduleOptions): Promise<Outcome> {
  await using site = await startStoreSite(store, { redirects: false })
  const random = new Random(schedule.seed ?? 0)
  const clients = Array.from(
    { length: clientCount },
    (_, index) => new HonestClient(site, `clients/${index}`, new Random(random.below(2 ** 31))),
  )
  const { faults } = store.emulator
  const added = faults.schedule(schedule)
  await Promise.all(clients.map((client) => client.run(rounds)))
  const { fired } = added
  faults.clear()
  const outcomes = new Set(clients.flatMap((client) => [...client.outcomes.keys()]))
  const broken = (await Promise.all(clients.map((client) => client.broken()))).flat()
  return { outcomes: [...outcomes].toSorted(), broken, fired }
}

describe.each(storeKinds)('faults of the store while clients push and pull, on $name', (kind) => {
  test.each([7, 21])('are seen by none of them when they pass, with seed %i', async (seed) => {
    await using store = await startEmulatedStore(kind)
    const { outcomes, broken, fired } = await tryClients(store, 2, { seed, rate: 0.08 })
    expect(fired).toBeGreaterThan(10)
    expect({ outcomes, broken }).toEqual({ outcomes: ['GET: 200', 'manifest: 201', 'push: 201'], broken: [] })
    expect(await bucketFaults(store)).toEqual([])
    expect(unfinished(store)).toEqual([])
  })

  test('cost none of them what was acknowledged when they do not pass, and give none of them wrong bytes', async () => {
    await using store = await startEmulatedStore(kind)
    const { outcomes, broken } = await tryClients(store, 1, { seed: 5, rate: 0.6, maximumInARow: 1000, kinds: lasting })
    expect(broken).toEqual([])
    // A manifest is answered 400 when one of its blobs was refused, and a connection is broken whose status was sent before the store failed.
    expect(
      outcomes.filter((outcome) => !/: (?:200|201|429|503|broken connection)$|^manifest: 400$/.test(outcome)),
    ).toEqual([])
    expect(outcomes).toContain('push: 503')
  })
})
