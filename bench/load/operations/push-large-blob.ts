import { createLargeBlob, type LargeBlob } from '../../data/large-blob.ts'
import type { Connection } from '../connection.ts'
import { expectStatus, withDigest } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'

const chunkBytes = 16 * 1024 * 1024
const binary = { 'Content-Type': 'application/octet-stream' }

/** One large blob, hashed beforehand. */
export const createPushLargeBlob: OperationFactory = ({ repository, bytes, way }) => {
  const name = required(repository, 'repository')
  const blob = createLargeBlob(required(bytes, 'bytes'))
  const send = ways[required(way, 'way')]
  return async (connection) => {
    const begun = await connection.request({ method: 'POST', target: `/v2/${name}/blobs/uploads/` })
    await send(connection, expectStatus(begun, 202, 'POST').header('location') ?? '', blob)
    return { receivedBytes: 0 }
  }
}

const ways = {
  put: async (connection: Connection, location: string, blob: LargeBlob) => {
    const body = { lengthBytes: blob.bytes, parts: blob.parts() }
    const target = withDigest(location, blob.digest)
    expectStatus(await connection.request({ method: 'PUT', target, headers: binary, body }), 201, 'PUT')
  },

  patch: async (connection: Connection, location: string, blob: LargeBlob) => {
    const body = { parts: blob.chunkedParts() }
    const appended = await connection.request({ method: 'PATCH', target: location, headers: binary, body })
    await finish(connection, expectStatus(appended, 202, 'PATCH').header('location'), blob)
  },

  chunks: async (connection: Connection, location: string, blob: LargeBlob) => {
    let target = location
    for (let start = 0; start < blob.bytes; start += chunkBytes) {
      const end = Math.min(start + chunkBytes, blob.bytes)
      const headers = { ...binary, 'Content-Range': `${start}-${end - 1}` }
      const body = { lengthBytes: end - start, parts: blob.parts(start, end) }
      const appended = await connection.request({ method: 'PATCH', target, headers, body })
      target = expectStatus(appended, 202, 'PATCH').header('location') ?? target
    }
    await finish(connection, target, blob)
  },
}

async function finish(connection: Connection, location: string | undefined, blob: LargeBlob): Promise<void> {
  const target = withDigest(location, blob.digest)
  expectStatus(await connection.request({ method: 'PUT', target }), 201, 'PUT')
}
