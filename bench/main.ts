// `npm run bench`: Moorage beside other registries on this machine, in one run.
import { availableParallelism, cpus, totalmem } from 'node:os'
import { LoadProcess } from './load/load-process.ts'
import { measureLimits } from './load/measure-limits.ts'
import { parseOptions, usage, type Options } from './options.ts'
import { findContenders } from './registries/index.ts'
import { formatScenario } from './report/table.ts'
import { runGroup, type Outcome } from './run-group.ts'
import { createGroups } from './scenarios/index.ts'
import { cleanUpAtTheEnd } from './support/cleanup.ts'

const print = (text: string): void => void process.stdout.write(text)

async function main(options: Options): Promise<number> {
  cleanUpAtTheEnd()
  const groups = createGroups(options.settings, options.only)
  const contenders = await findContenders(options, print)
  const load = new LoadProcess()
  const startedAt = performance.now()
  const isTimeUp = (): boolean => performance.now() - startedAt > options.limitMinutes * 60_000
  let isValid = true
  print(
    `${describeRun(options)}\nLoad generators against a responder that does nothing: ${await measureLimits(load, Math.min(options.settings.seconds, 1))}\n\n`,
  )
  for (const group of groups) {
    if (isTimeUp()) {
      print(`Skipped, the time is up: ${group.scenarios.map(({ name }) => name).join(', ')}\n`)
      continue
    }
    await runGroup(group, {
      contenders,
      load,
      settings: options.settings,
      isTimeUp,
      report: (scenario, outcomes) => {
        print(`${formatScenario(scenario, outcomes)}\n`)
        isValid &&= outcomes.every(hasNoFailure)
      },
    })
  }
  load.stop()
  print(`${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes\n`)
  return isValid ? 0 : 1
}

function describeRun({ settings, storage, logs }: Options): string {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
  return `${machine}; storage on ${storage}, logs ${logs}, ${settings.rounds} rounds after a discarded one`
}

function hasNoFailure({ rounds }: Outcome): boolean {
  return rounds.every(({ failures }) => failures.length === 0)
}

let options: Options | undefined
try {
  options = parseOptions(process.argv.slice(2))
} catch (error) {
  print(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
if (options !== undefined) process.exitCode = await main(options)
