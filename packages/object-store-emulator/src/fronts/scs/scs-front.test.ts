import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../testing/raw-fetch.ts'
import { bucketName, signedFetch, startScs } from './testing/signed-fetch.ts'

const md5 = (encoding: 'hex' | 'base64', text = 'hello'): string => createHash('md5').update(text).digest(encoding)

describe('SCS', () => {
  test.each(['plain', 'a%2Bb%20c%40%E4%B8%AD', 'a:b/~c', 'a%2520b'])('puts, gets and deletes %s', async (key) => {
    await using emulator = await startScs()
    const path = `/${bucketName}/${key}`
    expect((await signedFetch(emulator, { method: 'PUT', path, body: 'hello' })).status).toBe(200)
    expect((await signedFetch(emulator, { path })).text).toBe('hello')
    expect(emulator.bucket('scs', bucketName).objects()[0]?.key).toBe(decodeURIComponent(key))
    expect((await signedFetch(emulator, { method: 'DELETE', path })).status).toBe(204)
    expect(codeOf(await signedFetch(emulator, { path }))).toBe('NoSuchKey')
  })

  test('is reached at an address as well', async () => {
    await using emulator = await startScs()
    const { status } = await signedFetch(emulator, { path: '/images/', host: `127.0.0.1:${emulator.port}` })
    expect(status).toBe(200)
  })

  test.each([
    ['hex', md5('hex'), 200, ''],
    ['base64', md5('base64'), 200, ''],
    ['that of other bytes in hex', md5('hex', 'other'), 400, 'BadDigest'],
    ['that of other bytes in base64', md5('base64', 'other'), 400, 'BadDigest'],
    ['none at all', 'nonsense', 400, 'InvalidDigest'],
  ])('takes the MD5 of a part: %s', async (_, header, status, code) => {
    await using emulator = await startScs()
    const path = '/images/big'
    const begun = await signedFetch(emulator, { method: 'POST', path, query: 'uploads' })
    const [, uploadId] = /<UploadId>(.*)<\/UploadId>/.exec(begun.text) ?? []
    const query = `partNumber=1&uploadId=${uploadId}`
    const headers = { 'content-md5': header }
    const answer = await signedFetch(emulator, { method: 'PUT', path, query, headers, body: 'hello' })
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  test('gives an object another key, in the place of what had it', async () => {
    await using emulator = await startScs()
    const bucket = emulator.bucket('scs', bucketName)
    await bucket.put('a', 'new')
    await bucket.put('b/c d', 'old')
    const rename = (path: string, query: string) => signedFetch(emulator, { method: 'PUT', path, query, body: '' })
    expect((await rename('/images/a', 'newObjectName=b%2Fc%20d')).status).toBe(200)
    // The Go client meant to send this as well.
    expect((await rename('/images/b/c%20d', 'internal-rename&newObjectName=e')).status).toBe(200)
    expect(bucket.objects().map(({ key }) => key)).toEqual(['e'])
    expect(String(await bucket.read('e'))).toBe('new')
    expect(codeOf(await rename('/images/missing', 'newObjectName=f'))).toBe('NoSuchKey')
  })

  test('deletes a batch as the Go client sends it: without an MD5, with empty keys', async () => {
    await using emulator = await startScs()
    await emulator.bucket('scs', bucketName).put('a', 'x')
    const objects = ['a', 'missing', '', ''].map((key) => `<Object><Key>${key}</Key></Object>`).join('')
    const body = `<Delete><Quiet>true</Quiet>${objects}</Delete>`
    const answer = await signedFetch(emulator, { method: 'POST', path: '/images/', query: 'delete', body })
    expect(answer.status).toBe(200)
    expect(emulator.bucket('scs', bucketName).objects()).toEqual([])
  })

  test('sends to the region of the bucket, which every region knows', async () => {
    await using emulator = await startScs()
    for (const [host, right] of [
      ['shctc.scs.sohucs.com', 'bjcnc.scs.sohucs.com'],
      ['shctc.scs-in.sohucs.com', 'bjcnc.scs-in.sohucs.com'],
    ] as const) {
      const elsewhere = await signedFetch(emulator, { path: '/images/a', query: 'x=1', host })
      expect([elsewhere.status, elsewhere.headers['location']]).toEqual([307, `http://${right}/images/a?x=1`])
      const located = await signedFetch(emulator, { path: '/images/', query: 'location', host })
      expect([located.status, located.headers['x-scs-location']]).toEqual([200, 'bjcnc'])
    }
  })

  test.each([
    ['with UTC', (date: string) => date, ''],
    ['with GMT', (date: string) => date.replace('UTC', 'GMT'), ''],
    ['without either', (date: string) => date.replace(' UTC', ''), 'AccessDenied'],
    ['of an hour ago', () => new Date(Date.now() - 3_600_000).toUTCString(), 'RequestTimeTooSkewed'],
  ])('reads a date %s', async (_, change, code) => {
    await using emulator = await startScs()
    const date = change(new Date().toUTCString().replace('GMT', 'UTC'))
    expect(codeOf(await signedFetch(emulator, { path: '/images/', date }))).toBe(code)
  })

  test('says what is wrong with a request', async () => {
    await using emulator = await startScs()
    const codes = await Promise.all(
      [
        { path: '/images/', account: { id: 'nobody', secret: 'x' } },
        { path: '/images/', account: { id: 'emulator-access-key', secret: 'x' } },
        { path: '/other/' },
        { path: '/images/', query: 'acl' },
      ].map(async (options) => codeOf(await signedFetch(emulator, options))),
    )
    expect(codes).toEqual(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'NoSuchBucket', 'NotImplemented'])
  })
})
