import { createLargeBlob } from '../data/large-blob.ts'
import { Connection } from '../load/connection.ts'
import { expectStatus, withDigest } from '../load/expect-status.ts'
import { observeThroughput, type GroupFactory, type Scenario } from './scenario.ts'

const repository = 'bench/large'

/** Pulls of a large blob, whole and in ranges. Our own load generator reads more in one call than wrk does. */
export const createPullLargeGroup: GroupFactory = ({ largeBlobBytes: bytes, seconds }) => {
  const blob = createLargeBlob(bytes)
  const path = `/v2/${repository}/blobs/${blob.digest}`
  const size = `${bytes / 2 ** 20} MiB`
  const scenario = (name: string, title: string, operation: 'read' | 'readRange', connections: number): Scenario => ({
    name,
    title,
    unit: 'MB/s',
    better: 'higher',
    cpuPer: 'GiB',
    measure: async ({ port }, load) =>
      observeThroughput(await load.run({ operation, port, connections, seconds, parameters: { path, bytes } })),
  })
  return {
    prepare: async ({ port }) => {
      const connection = new Connection(port)
      const begun = await connection.request({ method: 'POST', target: `/v2/${repository}/blobs/uploads/` })
      const answer = await connection.request({
        method: 'PUT',
        target: withDigest(expectStatus(begun, 202, 'POST').header('location'), blob.digest),
        headers: { 'Content-Type': 'application/octet-stream' },
        body: { lengthBytes: bytes, parts: blob.parts() },
      })
      expectStatus(answer, 201, 'PUT')
      connection.close()
    },
    scenarios: [
      scenario('pull-1', `pull of ${size}, 1 client`, 'read', 1),
      scenario('pull-8', `pull of ${size}, 8 clients`, 'read', 8),
      scenario('ranges', `ranges of 1 MiB of ${size}, 8 clients`, 'readRange', 8),
    ],
  }
}
