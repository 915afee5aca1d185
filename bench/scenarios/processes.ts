import { setTimeout as delay } from 'node:timers/promises'
import { median } from '../report/statistics.ts'
import { startRegistry } from '../registries/running-registry.ts'
import { readCpuSeconds, readMemoryBytes, readPeakMemoryBytes } from '../support/process-usage.ts'
import type { GroupFactory, Observation } from './scenario.ts'

/** What a process costs before it does anything. */
export const createProcessesGroup: GroupFactory = ({ coldStarts, idleMs }) => ({
  scenarios: [
    {
      name: 'cold-start',
      title: 'cold start to the first 200',
      unit: 'ms',
      better: 'lower',
      cpuPer: 'start',
      measure: async ({ contender }) => {
        const starts: number[] = []
        let own = { cpuSeconds: 0, peakBytes: 0 }
        for (let start = 0; start < coldStarts; start += 1) {
          const registry = await startRegistry(contender)
          starts.push(registry.startMs)
          own = {
            cpuSeconds: own.cpuSeconds + readCpuSeconds(registry.pid),
            peakBytes: Math.max(own.peakBytes, readPeakMemoryBytes(registry.pid)),
          }
          await registry.stop()
        }
        return { value: median(starts), work: coldStarts, failures: [], own }
      },
    },
    {
      name: 'idle-memory',
      title: 'memory when idle after the start',
      unit: 'MiB',
      better: 'lower',
      cpuPer: 'start',
      measure: async ({ contender }): Promise<Observation> => {
        const registry = await startRegistry(contender)
        await delay(idleMs)
        const value = readMemoryBytes(registry.pid) / 2 ** 20
        const own = { cpuSeconds: readCpuSeconds(registry.pid), peakBytes: readPeakMemoryBytes(registry.pid) }
        await registry.stop()
        return { value, work: 1, failures: [], own }
      },
    },
  ],
})
