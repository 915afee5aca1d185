import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RestClient } from '@moorage/driver-core/object-store'
import { defaultAccount } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import { createS3Client } from './client.ts'
import { permissions } from './testing/permissions.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

type Call = (client: RestClient, uploadId: string) => Promise<unknown>

const range = { offset: 0, length: 1 }
const parts = [{ number: 1, size: 1, etag: '"x"' }]

/** The calls that need an action. */
const calls: Readonly<Record<string, readonly Call[]>> = {
  ListBucket: [(client) => client.list({ prefix: '' })],
  GetObject: [
    (client) => client.get('a'),
    (client) => client.head('a'),
    (client) => client.copy('a', 'b'),
    (client, uploadId) => client.copyPart('big', uploadId, 1, 'a', range),
  ],
  PutObject: [
    (client) => client.put('a', [Buffer.from('x')]),
    (client) => client.copy('a', 'b'),
    (client) => client.createUpload('a'),
    (client, uploadId) => client.uploadPart('big', uploadId, 1, [Buffer.from('x')]),
    (client, uploadId) => client.copyPart('big', uploadId, 1, 'a', range),
    (client, uploadId) => client.completeUpload('big', uploadId, parts),
  ],
  DeleteObject: [(client) => client.delete(['a']), (client) => client.delete(['a', 'b'])],
  AbortMultipartUpload: [(client, uploadId) => client.abortUpload('big', uploadId)],
  ListMultipartUploadParts: [(client, uploadId) => client.listParts('big', uploadId)],
  ListBucketMultipartUploads: [(client) => Array.fromAsync(client.listUploads(''))],
}

describe('an account', () => {
  test('needs the actions that the documentation names', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
    const [, policy = ''] = /```json\n(\{\s*"Version": "2012-10-17"[\s\S]*?)```/.exec(readme) ?? []
    const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] }
    const documented = Statement.flatMap(({ Action }) => Action.map((name) => name.replace('s3:', '')))
    expect(documented.toSorted()).toEqual([...permissions].toSorted())
  })

  test.each(permissions)('that lacks s3:%s is told so by name', async (missing) => {
    const owner = { id: 'owner', secret: 'secret of the owner' }
    const limited = { ...defaultAccount, permissions: permissions.filter((name) => name !== missing) }
    await using emulator = await startBucket({ accounts: [owner, limited] })
    await emulator.bucket('s3', bucketName).put('a', 'x')
    const options = optionsFor(emulator)
    await using ownerClient = createS3Client({ ...options, accesskey: owner.id, secretkey: owner.secret }).client
    await using client = createS3Client(options).client
    const uploadId = await ownerClient.createUpload('big')
    for (const call of calls[missing] ?? []) {
      await expect(call(client, uploadId)).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringMatching(`the owner of the key needs .*s3:${missing}`),
      })
    }
  })
})
