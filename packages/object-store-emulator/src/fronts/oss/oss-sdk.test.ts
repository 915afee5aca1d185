import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type OSS from 'ali-oss'
import { describe, expect, test } from 'vitest'
import { createTemporaryFolder } from '../../testing/temporary-folder.ts'
import { rawFetch } from '../testing/raw-fetch.ts'
import { bucketName, createSdk, region, startOss } from './testing/start-oss.ts'

const keys = [
  'plain',
  "a+b c/中'()*&=~!",
  'docker/registry/v2/repositories/a/_layers/x',
  ' both ends ',
  'a%20b',
  'a%2Fb',
  '#;@$,|<>`^{}[]',
  '\u{1F600}/\uFF5E',
]

const versions = [
  ['v4', { authorizationV4: true }],
  ['v1', { authorizationV4: false }],
] as const

/** Without resolving dots, and to the emulator whatever host the URL names. */
async function open(emulator: { port: number }, text: string, method = 'GET') {
  const [, host = '', path = ''] = /^https?:\/\/([^/]+)(.*)$/.exec(text) ?? []
  return rawFetch(emulator, { method, path, headers: { host } })
}

describe.each(versions)("Aliyun's own client with signatures of %s", (_, version) => {
  test.each(keys)('puts, gets, copies, lists and deletes %j', async (key) => {
    await using emulator = await startOss()
    const oss = createSdk(emulator, version)
    await oss.put(key, Buffer.from('hello'), { headers: { 'x-oss-meta-color': 'blue' } })
    await oss.copy(`${key}.copy`, key)
    for (const name of [key, `${key}.copy`]) expect(String((await oss.get(name)).content)).toBe('hello')
    expect((await oss.head(key)).meta).toEqual({ color: 'blue' })
    const first = await oss.list({ prefix: key, 'max-keys': 10 }, {})
    expect(first.objects.map(({ name }) => name)).toEqual([key, `${key}.copy`])
    const second = await oss.listV2({ prefix: key, 'max-keys': '10' }, {})
    expect(second.objects.map(({ name }) => name)).toEqual([key, `${key}.copy`])
    await oss.delete(key)
    expect((await oss.deleteMulti([`${key}.copy`])).deleted).toHaveLength(1)
    expect(emulator.bucket('oss', bucketName).objects()).toEqual([])
  })

  test.each(keys)('uploads %j in parts, of its own and of another object', async (key) => {
    await using emulator = await startOss()
    await using folder = await createTemporaryFolder()
    const oss = createSdk(emulator, version)
    const file = join(folder.path, 'file')
    await writeFile(file, Buffer.alloc(200 * 1024, 'x'))
    await oss.put('source', file)
    const { uploadId } = await oss.initMultipartUpload(key)
    const first = await oss.uploadPart(key, uploadId, 1, file, 0, 102_400)
    const second = await oss.uploadPartCopy(
      key,
      uploadId,
      2,
      '0-9',
      {
        sourceKey: 'source',
        sourceBucketName: bucketName,
      },
      {},
    )
    const listed = await oss.listUploads({ 'max-uploads': 10 })
    expect(listed.uploads).toMatchObject([{ name: key, uploadId }])
    const parts = [first, second].map(({ etag }, index) => ({ number: index + 1, etag }))
    const { parts: listedParts } = (await oss.listParts(key, uploadId)) as unknown as { parts: unknown[] }
    expect(listedParts).toMatchObject([
      { PartNumber: '1', Size: '102400' },
      { PartNumber: '2', Size: '10' },
    ])
    await oss.completeMultipartUpload(key, uploadId, parts)
    expect(await emulator.bucket('oss', bucketName).read(key)).toHaveLength(102_410)
  })

  test('sends and reads streams, and ranges of them', async () => {
    await using emulator = await startOss()
    const oss = createSdk(emulator, version)
    await oss.putStream('a', Readable.from([Buffer.from('hello '), Buffer.from('world')]))
    expect(String(await buffer((await oss.getStream('a')).stream))).toBe('hello world')
    const part = await oss.get('a', { headers: { Range: 'bytes=6-' } })
    expect([part.res.status, String(part.content)]).toEqual([206, 'world'])
  })

  test('is told what a HEAD without a body means', async () => {
    await using emulator = await startOss()
    const oss = createSdk(emulator, { ...version, accessKeySecret: 'wrong' })
    await expect(oss.head('a')).rejects.toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 })
  })

  test('works with a temporary key', async () => {
    const account = { id: 'temporary', secret: 'temporary-secret', token: 'a+b/c==' }
    await using emulator = await startOss({ accounts: [account] })
    const keysOf = { accessKeyId: account.id, accessKeySecret: account.secret, stsToken: account.token }
    const refresh = { refreshSTSToken: async () => keysOf, refreshSTSTokenInterval: 1_000_000 }
    const oss = createSdk(emulator, { ...version, ...keysOf, ...refresh })
    await oss.put('a', Buffer.from('x'))
    const url = version.authorizationV4 ? await oss.signatureUrlV4('GET', 60, {}, 'a') : oss.signatureUrl('a')
    expect((await open(emulator, url)).text).toBe('x')
  })
})

test.each(keys)('URLs of %j that Aliyun signs are good for their method', async (key) => {
  await using emulator = await startOss()
  await emulator.bucket('oss', bucketName).put(key, 'hello')
  const oss = createSdk(emulator)
  const queries = { 'response-content-type': 'text/css', 'x-odd': 'a+b c&=' }
  const urls = [
    await oss.signatureUrlV4('GET', 60, { queries }, key),
    oss.signatureUrl(key, { expires: 60, response: { 'content-type': 'text/css' } }),
  ]
  for (const url of urls) {
    expect(await open(emulator, url)).toMatchObject({
      status: 200,
      text: 'hello',
      headers: { 'content-type': 'text/css' },
    })
    expect((await open(emulator, url, 'HEAD')).status).toBe(403)
  }
})

test('a URL that Aliyun signs is good at a domain of the bucket as well', async () => {
  await using emulator = await startOss()
  emulator.addDomain('oss', bucketName, 'cdn.example.com')
  await emulator.bucket('oss', bucketName).put('a', 'hello')
  const url = await createSdk(emulator).signatureUrlV4('GET', 60, {}, 'a')
  const moved = url.replace(/^http:\/\/[^/]+/, 'http://cdn.example.com')
  expect(await open(emulator, moved)).toMatchObject({ status: 200, text: 'hello' })
})

test('path style, which Aliyun has a switch for, is refused', async () => {
  await using emulator = await startOss()
  const oss = createSdk(emulator, { sldEnable: true } as Partial<OSS.Options>)
  await expect(oss.get('a')).rejects.toMatchObject({ code: 'SecondLevelDomainForbidden', status: 403 })
})

test('a client for another region is told so', async () => {
  await using emulator = await startOss()
  const endpoint = `http://oss-cn-beijing.aliyuncs.com:${emulator.port}`
  const oss = createSdk(emulator, { region: 'oss-cn-beijing', endpoint })
  await expect(oss.get('a')).rejects.toMatchObject({
    code: 'AccessDenied',
    message: expect.stringContaining('must be addressed using the specified endpoint'),
  })
  expect(region).toBe('cn-hangzhou')
})
