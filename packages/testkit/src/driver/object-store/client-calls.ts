import type { RestClient } from '@moorage/driver-core/object-store'

const range = { offset: 0, length: 1 }
const parts = [{ number: 1, size: 1, etag: '"x"' }]
const bytes = (): readonly Buffer[] => [Buffer.from('x')]

/** Every call of a client that asks something of the store; `deleteMany` is another request than `deleteOne`. */
export type ClientCall =
  | 'list'
  | 'get'
  | 'head'
  | 'put'
  | 'copy'
  | 'deleteOne'
  | 'deleteMany'
  | 'createUpload'
  | 'uploadPart'
  | 'copyPart'
  | 'completeUpload'
  | 'abortUpload'
  | 'listParts'
  | 'listUploads'

/** They need an object `a`, and an unfinished upload of `big`. */
export const clientCalls: Readonly<Record<ClientCall, (client: RestClient, uploadId: string) => Promise<unknown>>> = {
  list: (client) => client.list({ prefix: '' }),
  get: (client) => client.get('a'),
  head: (client) => client.head('a'),
  put: (client) => client.put('a', bytes()),
  copy: (client) => client.copy('a', 'b'),
  deleteOne: (client) => client.delete(['a']),
  deleteMany: (client) => client.delete(['a', 'b']),
  createUpload: (client) => client.createUpload('a'),
  uploadPart: (client, uploadId) => client.uploadPart('big', uploadId, 1, bytes()),
  copyPart: (client, uploadId) => client.copyPart('big', uploadId, 1, 'a', range),
  completeUpload: (client, uploadId) => client.completeUpload('big', uploadId, parts),
  abortUpload: (client, uploadId) => client.abortUpload('big', uploadId),
  listParts: (client, uploadId) => client.listParts('big', uploadId),
  listUploads: (client) => Array.fromAsync(client.listUploads('')),
}
