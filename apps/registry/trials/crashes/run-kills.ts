import { parseArgs } from 'node:util'
import { findSkipReason } from '../../clients/support/skip-reason.ts'
import { runKillTrial } from './kills/kill-trial.ts'

/* The trial of kills.test.ts by hand: as many kills as one likes, with a seed of one's choice. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    clients: { type: 'string', default: '50' },
  },
})
const seed = Number(values.seed)
console.log(`seed ${seed}`)
const reason = await findSkipReason(['docker-registry'])
if (reason !== undefined) console.log(`docker-registry does not look at the stores: ${reason}`)
const { kills, seconds } = await runKillTrial({
  kills: Number(values.kills),
  seed,
  clients: Number(values.clients),
  withGoRegistry: reason === undefined,
  report: (line) => console.log(line),
})
console.log(`${kills} kills in ${Math.round(seconds)} s, nothing lost`)
