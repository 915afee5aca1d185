import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { defaultAccount } from '../../accounts/account.ts'
import { codeOf } from '../testing/raw-fetch.ts'
import { type FetchOptions, signedFetch } from './testing/signed-fetch.ts'
import { bucketName, startOss } from './testing/start-oss.ts'

const copies = { 'x-oss-copy-source': `/${bucketName}/a` }
const part = { uploadId: 'x', partNumber: '1' }
const batch = '<Delete><Object><Key>a</Key></Object></Delete>'
const batchHeaders = { 'content-md5': createHash('md5').update(batch).digest('base64') }

/** A call, and the actions that it needs. */
const calls: [call: FetchOptions, ...needed: string[]][] = [
  [{ key: 'a' }, 'GetObject'],
  [{ method: 'HEAD', key: 'a' }, 'GetObject'],
  [{ method: 'PUT', key: 'b', body: 'x' }, 'PutObject'],
  [{ method: 'PUT', key: 'b', body: 'x', headers: { 'x-oss-object-acl': 'private' } }, 'PutObject', 'PutObjectAcl'],
  [{ method: 'PUT', key: 'b', body: '', headers: copies }, 'PutObject', 'GetObject'],
  [{ method: 'DELETE', key: 'b' }, 'DeleteObject'],
  [{ method: 'POST', key: '', query: { delete: '' }, body: batch, headers: batchHeaders }, 'DeleteObject'],
  [{ key: '' }, 'ListObjects'],
  [{ key: '', query: { 'list-type': '2' } }, 'ListObjects'],
  [{ method: 'POST', key: 'b', query: { uploads: '' }, body: '' }, 'PutObject'],
  [{ key: '', query: { uploads: '' } }, 'ListMultipartUploads'],
  [{ method: 'PUT', key: 'b', query: part, body: 'x' }, 'PutObject'],
  [{ key: 'b', query: { uploadId: 'x' } }, 'ListParts'],
  [{ method: 'POST', key: 'b', query: { uploadId: 'x' }, body: '<a/>' }, 'PutObject'],
  [{ method: 'DELETE', key: 'b', query: { uploadId: 'x' } }, 'AbortMultipartUpload'],
]

async function codeWith(permissions: readonly string[], options: FetchOptions): Promise<string> {
  const account = { ...defaultAccount, permissions }
  await using emulator = await startOss({ accounts: [account] })
  await emulator.bucket('oss', bucketName).put('a', 'hello')
  const answer = await signedFetch(emulator, { ...options, account })
  return options.method === 'HEAD' && answer.status === 403 ? 'AccessDenied' : codeOf(answer)
}

test.each(calls.map(([call, ...needed]) => ({ call, needed })))('$call needs $needed', async ({ call, needed }) => {
  const all = [...new Set(calls.flatMap(([, ...actions]) => actions))]
  expect(await codeWith(needed, call)).not.toBe('AccessDenied')
  for (const missing of needed) {
    expect(
      await codeWith(
        all.filter((action) => action !== missing),
        call,
      ),
    ).toBe('AccessDenied')
  }
})
