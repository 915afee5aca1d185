import { expect, it } from 'vitest'
import { findSkipReason } from '../../clients/support/skip-reason.ts'
import { runKillTrial } from './kills/kill-trial.ts'

const kills = 300
/** A busy machine gets less far; 25 kills, which share a store, are always done. */
const limitSeconds = 150

it('keeps what it acknowledged, and shows nothing broken, when it is killed under concurrent clients', async (context) => {
  const seed = Math.floor(Math.random() * 1_000_000)
  const reason = await findSkipReason(['docker-registry'])
  const result = await runKillTrial({ kills, seed, limitSeconds, withGoRegistry: reason === undefined })
  const goRegistry = reason === undefined ? 'docker-registry agrees' : `docker-registry was not asked: ${reason}`
  await context.annotate(`seed ${seed}: ${result.kills} kills in ${Math.round(result.seconds)} s; ${goRegistry}`)
  expect(result.kills).toBeGreaterThanOrEqual(25)
}, 900_000)
