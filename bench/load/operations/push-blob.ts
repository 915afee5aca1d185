import { createDistinctBlob, digestOf } from '../../data/content.ts'
import type { Connection } from '../connection.ts'
import { expectStatus, withDigest } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'

/** POST and PUT of a small blob that was not there. */
export const createPushBlob: OperationFactory = ({ repository, bytes }) => {
  const name = required(repository, 'repository')
  const size = required(bytes, 'bytes')
  return async (connection) => {
    await pushBlob(connection, name, createDistinctBlob(size))
    return { receivedBytes: 0 }
  }
}

export async function pushBlob(connection: Connection, repository: string, content: Buffer): Promise<void> {
  const digest = digestOf(content)
  const begun = await connection.request({ method: 'POST', target: `/v2/${repository}/blobs/uploads/` })
  const target = withDigest(expectStatus(begun, 202, 'POST').header('location'), digest)
  const headers = { 'Content-Type': 'application/octet-stream' }
  expectStatus(await connection.request({ method: 'PUT', target, headers, body: content }), 201, 'PUT')
}
