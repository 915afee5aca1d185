import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { observeThroughput, type GroupFactory, type Scenario } from './scenario.ts'

const ways = [
  { way: 'put', title: 'in one PUT' },
  { way: 'patch', title: 'in one streamed PATCH' },
  { way: 'chunks', title: 'in chunks of 16 MiB' },
] as const

/** Pushes of a large blob, a new one each time. */
export const createPushLargeGroup: GroupFactory = ({ largeBlobBytes }) => ({
  scenarios: ways.map(({ way, title }): Scenario => ({
    name: `push-${way}`,
    title: `push of ${largeBlobBytes / 2 ** 20} MiB ${title}`,
    unit: 'MB/s',
    better: 'higher',
    cpuPer: 'GiB',
    measure: async (registry, load) => {
      const result = await load.run({
        operation: 'pushLargeBlob',
        port: registry.port,
        connections: 1,
        parameters: { repository: 'bench/large', bytes: largeBlobBytes, way },
      })
      // tmpfs is memory; no request asks for these bytes again.
      removeLargeFiles(registry.dataFolder, largeBlobBytes / 2)
      return observeThroughput(result, result.count * largeBlobBytes)
    },
  })),
})

function removeLargeFiles(folder: string, minimumBytes: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && statSync(file).size >= minimumBytes) rmSync(file)
  }
}
