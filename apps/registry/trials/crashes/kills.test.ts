import { expect, it } from 'vitest'
import { findSkipReason } from '../../clients/support/skip-reason.ts'
import { runKillTrial } from './kills/kill-trial.ts'

const kills = 300

it(`keeps what it acknowledged, and shows nothing broken, through ${kills} kills under concurrent clients`, async () => {
  const seed = Math.floor(Math.random() * 1_000_000)
  const withGoRegistry = (await findSkipReason(['docker-registry'])) === undefined
  const result = await runKillTrial({ kills, seed, withGoRegistry })
  expect(result.kills).toBe(kills)
}, 900_000)
