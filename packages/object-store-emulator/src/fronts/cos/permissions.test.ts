import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { defaultAccount } from '../../accounts/account.ts'
import { codeOf } from '../testing/raw-fetch.ts'
import { type FetchOptions, signedFetch } from './testing/signed-fetch.ts'
import { Bucket, Region, startCos } from './testing/start-cos.ts'

const copies = { 'x-cos-copy-source': `${Bucket}.cos.${Region}.myqcloud.com/a` }
const part = { uploadId: 'x', partNumber: '1' }
const batch = '<Delete><Object><Key>a</Key></Object></Delete>'
const batchHeaders = { 'content-md5': createHash('md5').update(batch).digest('base64') }

/** A call, and what it needs: of each list one action. */
const calls: [call: FetchOptions, ...needed: string[][]][] = [
  [{ key: 'a' }, ['GetObject']],
  [{ method: 'HEAD', key: 'a' }, ['HeadObject']],
  [{ method: 'PUT', key: 'b', body: 'x' }, ['PutObject']],
  [{ method: 'PUT', key: 'b', body: 'x', headers: { 'x-cos-acl': 'private' } }, ['PutObject'], ['PutObjectACL']],
  [{ method: 'PUT', key: 'b', body: '', headers: copies }, ['PutObject'], ['GetObject']],
  [{ method: 'DELETE', key: 'b' }, ['DeleteObject']],
  [
    { method: 'POST', key: '', query: { delete: '' }, body: batch, headers: batchHeaders },
    ['DeleteObject', 'DeleteMultipleObjects'],
  ],
  [{ key: '' }, ['GetBucket']],
  [{ method: 'HEAD', key: '' }, ['HeadBucket']],
  [{ method: 'POST', key: 'b', query: { uploads: '' }, body: '' }, ['InitiateMultipartUpload']],
  [{ key: '', query: { uploads: '' } }, ['ListMultipartUploads']],
  [{ method: 'PUT', key: 'b', query: part, body: 'x' }, ['UploadPart']],
  [{ key: 'b', query: { uploadId: 'x' } }, ['ListParts']],
  [{ method: 'POST', key: 'b', query: { uploadId: 'x' }, body: '<a/>' }, ['CompleteMultipartUpload']],
  [{ method: 'DELETE', key: 'b', query: { uploadId: 'x' } }, ['AbortMultipartUpload']],
]

async function statusWith(permissions: readonly string[], options: FetchOptions): Promise<number> {
  const account = { ...defaultAccount, permissions }
  await using emulator = await startCos({ accounts: [account] })
  await emulator.bucket('cos', Bucket).put('a', 'hello')
  return (await signedFetch(emulator, { ...options, account })).status
}

test.each(calls.map(([call, ...needed]) => ({ call, needed })))('$call needs $needed', async ({ call, needed }) => {
  const others = calls.flatMap(([, ...lists]) => lists.flat())
  for (const alternatives of needed) {
    const lacking = others.filter((action) => !alternatives.includes(action))
    expect(await statusWith(lacking, call)).toBe(403)
    for (const action of alternatives) expect(await statusWith([...lacking, action], call)).not.toBe(403)
  }
})

test('a copy of a part needs UploadPartCopy and GetObject', async () => {
  const options = { method: 'PUT', key: 'b', query: part, body: '', headers: copies }
  expect(await statusWith(['UploadPart', 'PutObject', 'GetObject'], options)).toBe(403)
  expect(await statusWith(['UploadPartCopy', 'GetObject'], options)).toBe(404)
})

test('a refusal does not say what is missing, but the log does', async () => {
  const account = { ...defaultAccount, permissions: ['GetObject'] }
  await using emulator = await startCos({ accounts: [account] })
  const answer = await signedFetch(emulator, { method: 'PUT', key: 'b', body: 'x', account })
  expect(codeOf(answer)).toBe('AccessDenied')
  expect(answer.text).toContain('<Message>Access Denied.</Message>')
  expect(answer.text).not.toContain('PutObject')
  expect(emulator.requests.list()[0]?.detail).toBe('the account lacks the permission PutObject')
})
