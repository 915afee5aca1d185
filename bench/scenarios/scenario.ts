import type { JobResult } from '../load/job.ts'
import type { LoadProcess } from '../load/load-process.ts'
import type { RegistryKind } from '../registries/registry-kind.ts'
import type { RunningRegistry } from '../registries/running-registry.ts'
import type { Settings } from '../settings.ts'

/** What one round of one scenario gave for one registry. */
export interface Observation {
  /** In the scenario's unit. */
  readonly value: number
  /** What was done, in the scenario's `cpuPer`. */
  readonly work: number
  /** Not empty: the figure does not count. */
  readonly failures: readonly string[]
  /** Of the load generator, as a share of one core. */
  readonly clientShare?: number
  /** Where the scenario starts processes of its own. */
  readonly own?: { readonly cpuSeconds: number; readonly peakBytes: number }
}

export type Unit = 'requests/s' | 'images/s' | 'MB/s' | 'ms' | 'MiB'

export interface Scenario {
  readonly name: string
  readonly title: string
  readonly unit: Unit
  readonly better: 'higher' | 'lower'
  readonly cpuPer: '1,000 requests' | 'image' | 'GiB' | 'start'
  /** Why it cannot be asked of a registry. */
  readonly missingIn?: (kind: RegistryKind) => string | undefined
  readonly measure: (registry: RunningRegistry, load: LoadProcess) => Promise<Observation>
}

/** Scenarios that share a process of each registry, and what was put into it. */
export interface Group {
  readonly scenarios: readonly Scenario[]
  /** Writes files before the start. */
  readonly seed?: (kind: RegistryKind, dataFolder: string) => void
  readonly prepare?: (registry: RunningRegistry) => Promise<void>
}

export type GroupFactory = (settings: Settings) => Group

export function observeRate(result: JobResult): Observation {
  return { ...observe(result), value: result.count / result.seconds, work: result.count / 1000 }
}

/** @param bytes that were sent; absent: those that were received */
export function observeThroughput(result: JobResult, bytes: number = result.receivedBytes): Observation {
  return { ...observe(result), value: bytes / 1e6 / result.seconds, work: bytes / 2 ** 30 }
}

export function observe({ failures, cpuSeconds, seconds }: JobResult): Pick<Observation, 'failures' | 'clientShare'> {
  return { failures, clientShare: cpuSeconds / seconds }
}
