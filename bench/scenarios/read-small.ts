import { createPattern } from '../data/content.ts'
import { createManifest, describeConfig, describeLayer, manifestType } from '../data/manifest.ts'
import { Connection } from '../load/connection.ts'
import { pushBlob } from '../load/operations/push-blob.ts'
import { putManifest } from '../load/operations/put-manifest.ts'
import { runWrk, whyNoWrk } from '../load/wrk.ts'
import { observeRate, type GroupFactory, type Scenario } from './scenario.ts'

const connections = 32
const repository = 'bench/read'
const config = createPattern(1024, 1)
const layers = Array.from({ length: 10 }, (_, index) => createPattern(4096, index + 2))
const manifest = createManifest(describeConfig(config), layers.map(describeLayer))
const manifestPath = `/v2/${repository}/manifests/latest`
const blobPath = `/v2/${repository}/blobs/${layers.map(describeLayer)[0]?.digest ?? ''}`

/** Small reads of one image. wrk cannot send HEAD: it waits for the body that Content-Length speaks of. */
export const createReadSmallGroup: GroupFactory = ({ seconds }) => {
  const scenario = (name: string, title: string, method: 'GET' | 'HEAD', path: string, accept?: string): Scenario => ({
    name,
    title: `${title}, ${connections} connections`,
    unit: 'requests/s',
    better: 'higher',
    cpuPer: '1,000 requests',
    missingIn: () => (method === 'GET' ? whyNoWrk() : undefined),
    measure: async ({ port }, load) => {
      const request = { path, ...(accept === undefined ? {} : { accept }) }
      if (method === 'GET') return observeRate(await runWrk({ port, connections, seconds, ...request }))
      const parameters = { method, ...request }
      return observeRate(await load.run({ operation: 'read', port, connections, seconds, parameters }))
    },
  })
  return {
    prepare: async ({ port }) => {
      const connection = new Connection(port)
      for (const content of [config, ...layers]) await pushBlob(connection, repository, content)
      await putManifest(connection, repository, 'latest', manifest)
      connection.close()
    },
    scenarios: [
      scenario('manifest-get', 'GET of a manifest by tag', 'GET', manifestPath, manifestType),
      scenario('manifest-head', 'HEAD of a manifest by tag', 'HEAD', manifestPath, manifestType),
      scenario('blob-head', 'HEAD of a blob', 'HEAD', blobPath),
      scenario('blob-get', 'GET of a blob of 4 KiB', 'GET', blobPath),
    ],
  }
}
