import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf } from '../testing/raw-fetch.ts'
import { signedFetch } from './testing/signed-fetch.ts'
import { Bucket, startCos } from './testing/start-cos.ts'

async function startWith(keys: readonly string[]): Promise<Emulator> {
  const emulator = await startCos()
  for (const key of keys) await emulator.bucket('cos', Bucket).put(key, 'hello')
  return emulator
}

const valuesOf = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value)

describe('listing a bucket', () => {
  test('tells of each object what COS tells', async () => {
    await using emulator = await startWith(['a'])
    const { text } = await signedFetch(emulator, { key: '' })
    const { lastModified } = emulator.bucket('cos', Bucket).objects()[0] ?? { lastModified: 0 }
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult>' +
        `<Name>${Bucket}</Name><Prefix></Prefix><Marker></Marker><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>` +
        `<Contents><Key>a</Key><LastModified>${new Date(lastModified).toISOString().replace(/\d{3}Z$/, '000Z')}</LastModified>` +
        '<ETag>"5d41402abc4b2a76b9719d911017c592"</ETag><Size>5</Size>' +
        '<Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner><StorageClass>STANDARD</StorageClass>' +
        '</Contents></ListBucketResult>',
    )
  })

  test('pages by the marker', async () => {
    await using emulator = await startWith(['a', 'b/1', 'b/2', 'c', 'd'])
    const first = await signedFetch(emulator, { key: '', query: { 'max-keys': '2', delimiter: '/' } })
    expect(valuesOf(first.text, 'NextMarker')).toEqual(['b/'])
    expect(first.text).toContain('<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>')
    const query = { 'max-keys': '2', delimiter: '/', marker: 'b/' }
    const second = await signedFetch(emulator, { key: '', query })
    expect(valuesOf(second.text, 'Key')).toEqual(['c', 'd'])
    expect(valuesOf(second.text, 'IsTruncated')).toEqual(['false'])
  })

  test('gives no page that is longer than the service has', async () => {
    await using emulator = await startWith(['a'])
    const { text } = await signedFetch(emulator, { key: '', query: { 'max-keys': '5000' } })
    expect(valuesOf(text, 'MaxKeys')).toEqual(['1000'])
  })

  test('encodes keys when it is asked to', async () => {
    await using emulator = await startWith(['a b/\u0001ä+'])
    const query = { 'encoding-type': 'url', prefix: 'a b/' }
    const { text } = await signedFetch(emulator, { key: '', query })
    expect(valuesOf(text, 'Key')).toEqual(['a%20b/%01%C3%A4%2B'])
    expect(valuesOf(text, 'Prefix')).toEqual(['a%20b/'])
    expect(valuesOf(text, 'EncodingType')).toEqual(['url'])
  })

  test.each([{ 'max-keys': 'x' }, { 'max-keys': '-1' }, { 'encoding-type': 'xml' }])('refuses %j', async (query) => {
    await using emulator = await startWith([])
    expect(codeOf(await signedFetch(emulator, { key: '', query }))).toBe('InvalidArgument')
  })

  test('by HEAD tells the region', async () => {
    await using emulator = await startWith([])
    const { status, headers } = await signedFetch(emulator, { method: 'HEAD', key: '' })
    expect([status, headers['x-cos-bucket-region']]).toEqual([200, 'ap-guangzhou'])
  })
})

describe('a bucket', () => {
  test.each(['GET', 'HEAD'])('of another name or region is not there: %s', async (method) => {
    await using emulator = await startWith([])
    for (const host of ['other-1250000000.cos.ap-guangzhou.myqcloud.com', `${Bucket}.cos.sg.myqcloud.com`]) {
      expect((await signedFetch(emulator, { method, key: '', host })).status).toBe(404)
    }
  })

  test('is reached by each of its hosts', async () => {
    await using emulator = await startWith([])
    emulator.addDomain('cos', Bucket, 'Images.Example.com:81')
    const hosts = [
      `${Bucket}.cos.ap-guangzhou.tencentcos.cn`,
      `${Bucket}.cos-internal.ap-guangzhou.tencentcos.cn`,
      `${Bucket}.cos.accelerate.myqcloud.com`,
      'images.example.com:81',
    ]
    for (const host of hosts) expect((await signedFetch(emulator, { key: '', host })).status).toBe(200)
  })

  test('is not reached by its name in the path', async () => {
    await using emulator = await startWith([])
    const host = 'cos.ap-guangzhou.myqcloud.com'
    const answer = await signedFetch(emulator, { key: `${Bucket}/a`, host })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'PathStyleDomainForbidden'])
  })

  test('is none of a host that nobody knows', async () => {
    await using emulator = await startWith([])
    const { status, text } = await signedFetch(emulator, { key: '', host: 'example.com' })
    expect(status).toBe(421)
    expect(text).toContain("no bucket for the host 'example.com'")
  })

  test.each([
    ['GET', '', { acl: '' }],
    ['PUT', '', {}],
    ['GET', 'a', { tagging: '' }],
    ['POST', 'a', {}],
    ['GET', 'a', { versionId: 'x' }],
  ])('refuses what the emulator does not imitate: %s "%s" %j', async (method, key, query) => {
    await using emulator = await startWith(['a'])
    const answer = await signedFetch(emulator, { method, key, query, ...(method !== 'GET' && { body: '' }) })
    expect([answer.status, codeOf(answer)]).toEqual([501, 'NotImplemented'])
  })
})
