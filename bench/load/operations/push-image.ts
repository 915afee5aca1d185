import { createDistinctBlob, digestOf } from '../../data/content.ts'
import { createManifest, describeConfig, describeLayer } from '../../data/manifest.ts'
import type { Connection } from '../connection.ts'
import { expectStatus, withDigest } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'
import { putManifest } from './put-manifest.ts'

const layersOfAnImage = 10

/** An image of 10 new layers, each with the requests that Docker makes; a repository for each client. */
export const createPushImage: OperationFactory = ({ repository, bytes }) => {
  const prefix = required(repository, 'repository')
  const layerBytes = required(bytes, 'bytes')
  return async (connection, client) => {
    const name = `${prefix}/client-${client}`
    const layers = Array.from({ length: layersOfAnImage }, () => createDistinctBlob(layerBytes))
    const config = createDistinctBlob(1024)
    for (const content of [...layers, config]) await pushLikeDocker(connection, name, content)
    await putManifest(connection, name, 'latest', createManifest(describeConfig(config), layers.map(describeLayer)))
    return { receivedBytes: 0 }
  }
}

async function pushLikeDocker(connection: Connection, repository: string, content: Buffer): Promise<void> {
  const digest = digestOf(content)
  const blob = await connection.request({ method: 'HEAD', target: `/v2/${repository}/blobs/${digest}` })
  expectStatus(blob, 404, 'HEAD of a blob that is not there')
  const begun = await connection.request({ method: 'POST', target: `/v2/${repository}/blobs/uploads/` })
  const upload = expectStatus(begun, 202, 'POST').header('location') ?? ''
  const parts = [Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n0\r\n\r\n')]
  const body = { parts: [Buffer.concat(parts)] }
  const appended = await connection.request({ method: 'PATCH', target: upload, body })
  const target = withDigest(expectStatus(appended, 202, 'PATCH').header('location'), digest)
  expectStatus(await connection.request({ method: 'PUT', target }), 201, 'PUT')
}
