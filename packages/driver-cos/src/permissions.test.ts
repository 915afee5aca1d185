import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RestClient } from '@moorage/driver-core/object-store'
import { defaultAccount } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import { createCosClient } from './client.ts'
import { permissions } from './testing/permissions.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const source = { offset: 0, length: 1 }

/** A call that needs an action. */
const calls: Readonly<Record<string, (client: RestClient, uploadId: string) => Promise<unknown>>> = {
  GetBucket: (client) => client.list({ prefix: '' }),
  PutObject: (client) => client.put('a', [Buffer.from('x')]),
  GetObject: (client) => client.get('a'),
  HeadObject: (client) => client.head('a'),
  DeleteObject: (client) => client.delete(['a', 'b']),
  InitiateMultipartUpload: (client) => client.createUpload('a'),
  UploadPart: (client, uploadId) => client.uploadPart('big', uploadId, 1, [Buffer.from('x')]),
  UploadPartCopy: (client, uploadId) => client.copyPart('big', uploadId, 1, 'a', source),
  CompleteMultipartUpload: (client, uploadId) =>
    client.completeUpload('big', uploadId, [{ number: 1, size: 1, etag: '"x"' }]),
  AbortMultipartUpload: (client, uploadId) => client.abortUpload('big', uploadId),
  ListParts: (client, uploadId) => client.listParts('big', uploadId),
  ListMultipartUploads: (client) => Array.fromAsync(client.listUploads('')),
}

describe('an account', () => {
  test('needs the actions that the documentation names', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
    const [, policy = ''] = /```json\n(\{\s*"version": "2.0"[\s\S]*?)```/.exec(readme) ?? []
    const { statement } = JSON.parse(policy) as { statement: { action: string[] }[] }
    const documented = statement.flatMap(({ action }) => action.map((name) => name.replace('name/cos:', '')))
    expect(documented.toSorted()).toEqual([...permissions].toSorted())
  })

  test.each(permissions)('that lacks %s is told so by name', async (missing) => {
    const owner = { id: 'owner', secret: 'secret of the owner' }
    const limited = { ...defaultAccount, permissions: permissions.filter((name) => name !== missing) }
    await using emulator = await startBucket({ accounts: [owner, limited] })
    await emulator.bucket('cos', bucketName).put('a', 'x')
    const options = optionsFor(emulator)
    await using ownerClient = createCosClient({ ...options, secretid: owner.id, secretkey: owner.secret })
    await using client = createCosClient(options)
    const uploadId = await ownerClient.createUpload('big')
    await expect(calls[missing]?.(client, uploadId)).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining(`the user of the key needs name/cos:${missing}`),
    })
  })
})
