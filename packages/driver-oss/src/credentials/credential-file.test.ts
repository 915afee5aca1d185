import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createOssClient } from '../client.ts'
import { optionsFor, startBucket } from '../testing/test-bucket.ts'
import { credentialFile } from './credential-file.ts'
import { readCredentials } from './read-credentials.ts'

const folder = await mkdtemp(join(tmpdir(), 'moorage-oss-'))
const path = join(folder, 'credentials.json')
afterAll(() => rm(folder, { recursive: true }))

/** As programs do that keep a file up to date: nobody sees half of it. */
async function replace(content: object): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(content))
  await rename(`${path}.new`, path)
}

describe('a key is read from what Aliyun writes:', () => {
  const role = {
    AccessKeyId: 'STS.id',
    AccessKeySecret: 'secret',
    Expiration: '2026-11-21T18:00:00Z',
    SecurityToken: 'token',
    LastUpdated: '2026-11-21T12:00:00Z',
    Code: 'Success',
  }
  const expected = {
    accessKeyId: 'STS.id',
    accessKeySecret: 'secret',
    stsToken: 'token',
    expiresAt: new Date('2026-11-21T18:00:00Z'),
  }

  test.each<[string, object, object]>([
    ['the metadata of an instance with a role', role, expected],
    ['the answer to AssumeRole', { RequestId: 'x', Credentials: role }, expected],
    [
      'a program for the command line',
      { mode: 'StsToken', access_key_id: 'id', access_key_secret: 'secret', sts_token: 'token' },
      { accessKeyId: 'id', accessKeySecret: 'secret', stsToken: 'token' },
    ],
    [
      'a key without an end',
      { AccessKeyId: 'id', AccessKeySecret: 'secret' },
      { accessKeyId: 'id', accessKeySecret: 'secret' },
    ],
  ])('%s', (_, document, credentials) => {
    expect(readCredentials(JSON.stringify(document))).toEqual(credentials)
  })

  test.each(['', '{', '[]', 'null', '{"AccessKeyId": "id"}', '{"AccessKeyId": 1, "AccessKeySecret": "x"}'])(
    'but not from %j',
    (text) => {
      expect(readCredentials(text)).toBeUndefined()
    },
  )
})

describe('a credential file', () => {
  test('is read again when it is another one, and its last key is kept while it is not whole', async () => {
    await replace({ AccessKeyId: 'first', AccessKeySecret: 'x' })
    const source = credentialFile(path)
    const first = await source()
    expect(first.accessKeyId).toBe('first')
    expect(await source()).toBe(first)
    await writeFile(path, '{"Access')
    expect(await source()).toBe(first)
    await rm(path)
    expect(await source()).toBe(first)
    await replace({ AccessKeyId: 'second', AccessKeySecret: 'x' })
    expect((await source()).accessKeyId).toBe('second')
  })

  test.each([
    ['that is missing', undefined, /cannot be read: ENOENT/],
    ['without a key', '{}', /has no AccessKeyId and AccessKeySecret in JSON/],
  ])('%s is told so by its name', async (_, text, reason) => {
    await rm(path, { force: true })
    if (text !== undefined) await writeFile(path, text)
    await expect(Promise.resolve(credentialFile(path)())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(reason),
    })
  })

  test('has calls go on whose token ends, with the token that comes in its place', async () => {
    const old = { id: 'old', secret: 'old-secret', token: 'old-token', tokenExpiresAt: new Date(0) }
    const fresh = { id: 'fresh', secret: 'fresh-secret', token: 'fresh-token' }
    await using emulator = await startBucket({
      accounts: [old, fresh],
      log: ({ errorCode }) => errorCode === 'SecurityTokenExpired' && refused.resolve(),
    })
    const refused = Promise.withResolvers<void>()
    const keyOf = ({ id, secret, token }: typeof fresh): object => ({
      AccessKeyId: id,
      AccessKeySecret: secret,
      SecurityToken: token,
    })
    await replace(keyOf(old))
    await using client = createOssClient(optionsFor(emulator, { credentialfile: path }), {
      retry: { firstDelayMs: 100, tries: 50 },
    })
    const put = client.put('a', [Buffer.from('x')])
    await refused.promise
    await replace(keyOf(fresh))
    await put
    expect(emulator.requests.list('PutObject').at(-1)?.account).toBe('fresh')
    const url = await client.presign('GET', 'a', 60)
    expect(await (await fetch(url ?? '')).text()).toBe('x')
  })
})
