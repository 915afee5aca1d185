import type { Job } from '../load/job.ts'
import { observe, observeRate, type GroupFactory } from './scenario.ts'

const clients = 32
const imageClients = 100
const smallBlobBytes = 4096
const layerBytes = 16_384

/** Pushes of small things, a new one each time. */
export const createPushSmallGroup: GroupFactory = ({ seconds }) => {
  const job = (port: number, operation: Job['operation'], connections: number, bytes: number): Job => ({
    operation,
    port,
    connections,
    seconds,
    parameters: { repository: 'bench/push', bytes },
  })
  return {
    scenarios: [
      {
        name: 'push-small',
        title: `push of a blob of 4 KiB (POST, PUT), ${clients} clients`,
        unit: 'requests/s',
        better: 'higher',
        cpuPer: '1,000 requests',
        measure: async ({ port }, load) => observeRate(await load.run(job(port, 'pushBlob', clients, smallBlobBytes))),
      },
      {
        name: 'manifest-put',
        title: `PUT of a manifest, ${clients} clients`,
        unit: 'requests/s',
        better: 'higher',
        cpuPer: '1,000 requests',
        measure: async ({ port }, load) => observeRate(await load.run(job(port, 'putManifest', clients, 0))),
      },
      {
        name: 'images',
        title: `push of images of 10 layers of 16 KiB, ${imageClients} clients`,
        unit: 'images/s',
        better: 'higher',
        cpuPer: 'image',
        measure: async ({ port }, load) => {
          const result = await load.run(job(port, 'pushImage', imageClients, layerBytes))
          return { ...observe(result), value: result.count / result.seconds, work: result.count }
        },
      },
    ],
  }
}
