import { afterAll, beforeAll, expect, it } from 'vitest'
import { pushBlob, pushImage } from '../../../src/testing/push.ts'
import { openHandles, until } from './process-state.ts'
import { ask, type RawRequest } from './raw-exchange.ts'
import { Victim, type VictimOptions } from './victim.ts'
import { faultsOf, outcomeOf } from './well-formed.ts'

export const name = 'victim/app'
/** Lies in the repository. */
export const blobText = 'the bytes of a blob'

/** A request and its right outcome, or several right ones, such as `404 NAME_UNKNOWN`. */
export type Row = readonly [what: string, request: RawRequest, outcome: string | readonly string[]]

/**
 * A registry with an image and a blob for the tests of a file. When they are over it must be unharmed, and have nothing
 * open that it had not at first.
 */
export function useVictim(options?: VictimOptions): () => Victim {
  let victim: Victim
  let handles: number

  beforeAll(async () => {
    victim = await Victim.start(options)
    await pushImage(victim, name, 'latest')
    await pushBlob(victim, name, '{}')
    await pushBlob(victim, name, blobText)
    handles = process.platform === 'linux' ? await openHandles(victim.pid) : 0
  })
  afterAll(async () => {
    try {
      expect(await victim.harms()).toEqual([])
      if (process.platform === 'linux') await assertClosed(victim, handles)
    } finally {
      await victim[Symbol.asyncDispose]()
    }
  })
  return () => victim
}

/** Connections that tests keep alive count among the first handles; a few more may have come of them since. */
async function assertClosed(victim: Victim, handles: number): Promise<void> {
  await until('handles are closed', async () => (await openHandles(victim.pid)) <= handles + 2)
}

/** Makes a test of each request. */
export function testRows(victim: () => Victim, rows: readonly Row[]): void {
  it.each(rows.map(([what, request, outcome]) => [what.slice(0, 120), request, outcome] as const))(
    '%s',
    async (_, request, outcome) => {
      const answer = await ask(victim(), request)
      expect(faultsOf(answer, victim(), request.method === 'HEAD')).toEqual([])
      expect(typeof outcome === 'string' ? [outcome] : outcome).toContain(outcomeOf(answer))
    },
  )
}
