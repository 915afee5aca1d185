import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf, type FetchedAnswer } from '../testing/raw-fetch.ts'
import { signedFetch } from './testing/signed-fetch.ts'
import { Bucket, startCos } from './testing/start-cos.ts'

const deleteWith = (emulator: Emulator, body: string, headers?: Record<string, string>): Promise<FetchedAnswer> =>
  signedFetch(emulator, {
    method: 'POST',
    key: '',
    query: { delete: '' },
    body,
    headers: headers ?? { 'content-md5': createHash('md5').update(body).digest('base64') },
  })

const named = (keys: readonly string[]): string => keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')

describe('deleting', () => {
  test('one object answers 204, also when it is not there', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'x')
    for (const key of ['a', 'a']) expect((await signedFetch(emulator, { method: 'DELETE', key })).status).toBe(204)
    expect(emulator.bucket('cos', Bucket).objects()).toEqual([])
  })

  test('several answers for each of them', async () => {
    await using emulator = await startCos()
    for (const key of ['a', ' b & <c> ', 'd']) await emulator.bucket('cos', Bucket).put(key, 'x')
    const { status, text } = await deleteWith(
      emulator,
      `<Delete>${named(['a', ' b &amp; &lt;c> ', 'missing'])}</Delete>`,
    )
    expect(status).toBe(200)
    expect(text).toContain('<Deleted><Key> b &amp; &lt;c&gt; </Key></Deleted><Deleted><Key>missing</Key></Deleted>')
    expect(
      emulator
        .bucket('cos', Bucket)
        .objects()
        .map(({ key }) => key),
    ).toEqual(['d'])
  })

  test('several quietly answers for none', async () => {
    await using emulator = await startCos()
    const { text } = await deleteWith(emulator, `<Delete><Quiet>true</Quiet>${named(['a'])}</Delete>`)
    expect(text).toContain('<DeleteResult></DeleteResult>')
  })

  test('several has an error for a key without a name', async () => {
    await using emulator = await startCos()
    const { text } = await deleteWith(emulator, `<Delete><Quiet>true</Quiet>${named(['a', ''])}</Delete>`)
    expect(text).toContain('<DeleteResult><Error><Key></Key><Code>')
  })

  test('several needs their Content-MD5', async () => {
    await using emulator = await startCos()
    const body = `<Delete>${named(['a'])}</Delete>`
    const missing = await deleteWith(emulator, body, {})
    expect([missing.status, codeOf(missing)]).toEqual([400, 'InvalidRequest'])
    expect(missing.text).toContain('Missing required header for this request: Content-MD5')
    expect(codeOf(await deleteWith(emulator, body, { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' }))).toBe('BadDigest')
  })

  test.each([
    ['no XML', 'hello'],
    ['another document', '<Remove><Object><Key>a</Key></Object></Remove>'],
    ['no keys', '<Delete></Delete>'],
    ['more than a thousand', `<Delete>${named(Array.from({ length: 1001 }, (_, index) => `${index}`))}</Delete>`],
  ])('%s is refused', async (_, body) => {
    await using emulator = await startCos()
    expect(codeOf(await deleteWith(emulator, body))).toBe('MalformedXML')
  })
})
