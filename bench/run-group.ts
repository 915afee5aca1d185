import type { LoadProcess } from './load/load-process.ts'
import { startRegistry, type Contender, type RunningRegistry } from './registries/running-registry.ts'
import type { Group, Observation, Scenario } from './scenarios/scenario.ts'
import type { Settings } from './settings.ts'
import { readCpuSeconds, readPeakMemoryBytes, resetPeakMemory } from './support/process-usage.ts'

/** From a discarded round of this length on, one round has to do. */
const longRoundMs = 5000

export interface Measured extends Observation {
  readonly cpuSeconds: number
  readonly peakBytes: number
}

/** What a scenario gave for a registry. */
export interface Outcome {
  readonly registry: string
  /** The reason. */
  readonly skipped?: string
  readonly rounds: readonly Measured[]
}

interface Candidate {
  readonly registry: RunningRegistry
  readonly rounds: Measured[]
  wantedRounds: number
}

interface GroupRun {
  readonly contenders: readonly Contender[]
  readonly load: LoadProcess
  readonly settings: Settings
  /** Then no further scenario is begun. */
  readonly isTimeUp: () => boolean
  readonly report: (scenario: Scenario, outcomes: readonly Outcome[]) => void
}

/** Starts the registries, lets them take turns in every scenario of the group, and stops them. */
export async function runGroup(group: Group, run: GroupRun): Promise<void> {
  const { contenders, load, settings, isTimeUp, report } = run
  const registries: RunningRegistry[] = []
  try {
    for (const contender of contenders) {
      const registry = await startRegistry(contender, (dataFolder) => group.seed?.(contender.kind, dataFolder))
      registries.push(registry)
      await group.prepare?.(registry)
    }
    for (const scenario of group.scenarios) {
      if (!isTimeUp()) report(scenario, await runScenario(scenario, registries, load, settings))
      else report(scenario, registries.map(skipForTime))
    }
  } finally {
    for (const registry of registries) await registry.stop()
  }
}

function skipForTime({ contender }: RunningRegistry): Outcome {
  return { registry: contender.kind.name, skipped: 'the time is up', rounds: [] }
}

async function runScenario(
  scenario: Scenario,
  registries: readonly RunningRegistry[],
  load: LoadProcess,
  settings: Settings,
): Promise<Outcome[]> {
  const skips = new Map(registries.map((registry) => [registry, scenario.missingIn?.(registry.contender.kind)]))
  const candidates = registries
    .filter((registry) => skips.get(registry) === undefined)
    .map((registry): Candidate => ({ registry, rounds: [], wantedRounds: settings.rounds }))

  for (let round = 0; round <= settings.rounds; round += 1) {
    for (const candidate of candidates.filter(({ wantedRounds }) => round <= wantedRounds)) {
      const startedAt = performance.now()
      const measured = await measure(scenario, candidate.registry, load)
      // The first round touches memory for the first time, which is slow, and warms up.
      if (round > 0 || measured.failures.length > 0) candidate.rounds.push(measured)
      if (measured.failures.length > 0) candidate.wantedRounds = 0
      else if (performance.now() - startedAt > longRoundMs) candidate.wantedRounds = 1
    }
  }

  return registries.map((registry) => {
    const { name } = registry.contender.kind
    const skipped = skips.get(registry)
    if (skipped !== undefined) return { registry: name, skipped, rounds: [] }
    return { registry: name, rounds: candidates.find((candidate) => candidate.registry === registry)?.rounds ?? [] }
  })
}

async function measure(scenario: Scenario, registry: RunningRegistry, load: LoadProcess): Promise<Measured> {
  try {
    registry.checkAlive()
    resetPeakMemory(registry.pid)
    const cpuBefore = readCpuSeconds(registry.pid)
    const observation = await scenario.measure(registry, load)
    registry.checkAlive()
    const cpuSeconds = readCpuSeconds(registry.pid) - cpuBefore
    const peakBytes = readPeakMemoryBytes(registry.pid)
    return { ...observation, ...(observation.own ?? { cpuSeconds, peakBytes }) }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { value: Number.NaN, work: Number.NaN, failures: [failure], cpuSeconds: Number.NaN, peakBytes: Number.NaN }
  }
}
