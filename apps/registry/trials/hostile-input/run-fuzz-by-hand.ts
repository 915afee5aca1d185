import { parseArgs } from 'node:util'
import { runFuzz } from './fuzz/run-fuzz.ts'
import { Victim } from './support/victim.ts'

/* The fuzzer of fuzz.test.ts by hand: as long as one likes, with a seed of one's choice. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    clients: { type: 'string', default: '8' },
  },
})
const [seed, seconds, clients] = [Number(values.seed), Number(values.seconds), Number(values.clients)]
console.log(`seed ${seed}, ${seconds} s, ${clients} clients`)
await using victim = await Victim.start()
const { faults, ...result } = await runFuzz(victim, { seed, seconds, clients })
console.log(JSON.stringify(result, undefined, 2))
for (const fault of faults) console.log(fault)
process.exitCode = faults.length === 0 ? 0 : 1
