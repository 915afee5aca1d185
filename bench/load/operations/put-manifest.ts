import { createDistinctBlob } from '../../data/content.ts'
import { createManifest, describeConfig, describeLayer, manifestType, type Descriptor } from '../../data/manifest.ts'
import type { Connection } from '../connection.ts'
import { expectStatus } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'
import { pushBlob } from './push-blob.ts'

let created = 0

/** PUT of a manifest that was not there, by a tag for each connection; its config and layer are pushed once. */
export const createPutManifest: OperationFactory = ({ repository }) => {
  const name = required(repository, 'repository')
  let blobs: Promise<readonly [Descriptor, Descriptor]> | undefined
  return async (connection, client) => {
    blobs ??= pushConfigAndLayer(connection, name)
    const [config, layer] = await blobs
    created += 1
    await putManifest(connection, name, `tag-${client}`, createManifest(config, [layer], String(created)))
    return { receivedBytes: 0 }
  }
}

async function pushConfigAndLayer(connection: Connection, repository: string) {
  const config = createDistinctBlob(512)
  const layer = createDistinctBlob(512)
  await pushBlob(connection, repository, config)
  await pushBlob(connection, repository, layer)
  return [describeConfig(config), describeLayer(layer)] as const
}

export async function putManifest(connection: Connection, repository: string, tag: string, body: Buffer) {
  const target = `/v2/${repository}/manifests/${tag}`
  const headers = { 'Content-Type': manifestType }
  expectStatus(await connection.request({ method: 'PUT', target, headers, body }), 201, 'PUT of a manifest')
}
