import { describe, expect, test } from 'vitest'
import { defaultAccount } from '../../../accounts/account.ts'
import { codeOf, rawFetch } from '../../testing/raw-fetch.ts'
import { type FetchOptions, signedFetch } from '../testing/signed-fetch.ts'
import { bucketHost, bucketName, createSdk, startOss } from '../testing/start-oss.ts'

const put = { method: 'PUT', key: 'a', body: 'hello', headers: { 'x-oss-meta-color': 'blue' } } satisfies FetchOptions
const query = { uploadId: '1', partNumber: '2' }
const minute = 60_000

describe.each(['v4', 'v1'] as const)('a signature of %s', (version) => {
  const call = { ...put, version, query } satisfies FetchOptions

  test.each<[string, NonNullable<FetchOptions['tamper']>]>([
    ['method', () => ({ method: 'POST' })],
    ['key', () => ({ path: '/b?uploadId=1&partNumber=2' })],
    ['parameter', () => ({ path: '/a?uploadId=1&partNumber=3' })],
    ['parameter that is missing', () => ({ path: '/a?uploadId=1' })],
    ['header of OSS', ({ headers }) => ({ headers: { ...headers, 'x-oss-meta-color': 'red' } })],
    ['header of OSS that was not signed', ({ headers }) => ({ headers: { ...headers, 'x-oss-meta-more': 'x' } })],
    ['type', ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/css' } })],
    ['digest', ({ headers }) => ({ headers: { ...headers, 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' } })],
    [
      'signature',
      ({ headers }) => ({
        headers: { ...headers, authorization: (headers['authorization'] ?? '').replace(/.(?==?$)/, '_') },
      }),
    ],
  ])('does not fit another %s', async (_, tamper) => {
    await using emulator = await startOss()
    expect(codeOf(await signedFetch(emulator, { ...call, tamper }))).toBe('SignatureDoesNotMatch')
    expect(emulator.bucket('oss', bucketName).objects()).toEqual([])
  })

  test('fits at every host of the bucket, and says nothing about other headers', async () => {
    await using emulator = await startOss()
    emulator.addDomain('oss', bucketName, 'images.example.com')
    const tamper: FetchOptions['tamper'] = ({ headers }) => ({
      headers: { ...headers, host: 'images.example.com', accept: '*/*' },
    })
    expect((await signedFetch(emulator, { ...put, version, tamper })).status).toBe(200)
  })

  test.each([
    [{ ...defaultAccount, secret: 'wrong' }, 'SignatureDoesNotMatch'],
    [{ id: 'nobody', secret: 'x' }, 'InvalidAccessKeyId'],
    [{ ...defaultAccount, token: 'unasked' }, 'InvalidSecurityToken'],
  ])('of %j is refused: %s', async (account, code) => {
    await using emulator = await startOss()
    expect(codeOf(await signedFetch(emulator, { ...put, version, account }))).toBe(code)
  })

  test.each([
    [-14 * minute, 200],
    [14 * minute, 200],
    [-16 * minute, 403],
    [16 * minute, 403],
  ])('from a clock that is off by %i ms is answered %i', async (offset, status) => {
    await using emulator = await startOss()
    const answer = await signedFetch(emulator, { ...put, version, at: new Date(Date.now() + offset) })
    expect([answer.status, codeOf(answer)]).toEqual([status, status === 200 ? '' : 'RequestTimeTooSkewed'])
    expect(/<MaxSkewMilliseconds>900000<.*<ServerTime>20/.test(answer.text)).toBe(status === 403)
  })

  test.each([
    [{ token: 'token' }, undefined, 'InvalidAccessKeyId'],
    [{ token: 'token' }, 'other', 'InvalidSecurityToken'],
    [{ token: 'token', tokenExpiresAt: new Date(0) }, 'token', 'SecurityTokenExpired'],
    [{ token: 'token', tokenExpiresAt: new Date(Date.now() + minute) }, 'token', ''],
  ])('of a temporary account %j that sends the token %j: %j', async (temporary, token, code) => {
    await using emulator = await startOss({ accounts: [{ ...defaultAccount, ...temporary }] })
    const account = { ...defaultAccount, ...(token !== undefined && { token }) }
    expect(codeOf(await signedFetch(emulator, { ...put, version, account }))).toBe(code)
  })
})

test('version 4 signs the region of the host, without oss-', async () => {
  await using emulator = await startOss()
  const answer = await signedFetch(emulator, { ...put, signRegion: 'cn-beijing' })
  expect([answer.status, codeOf(answer)]).toEqual([400, 'InvalidArgument'])
  expect(answer.text).toContain('Invalid signing region')
})

test.each(['x-oss-date', 'x-oss-content-sha256'])('version 4 needs the header %s', async (name) => {
  await using emulator = await startOss()
  const tamper: FetchOptions['tamper'] = ({ headers }) => ({
    headers: Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)),
  })
  expect((await signedFetch(emulator, { ...put, tamper })).status).toBeGreaterThanOrEqual(400)
})

test('what is not signed is refused', async () => {
  await using emulator = await startOss()
  const answer = await rawFetch(emulator, { method: 'GET', path: '/a', headers: { host: bucketHost } })
  expect([answer.status, codeOf(answer)]).toEqual([403, 'AccessDenied'])
})

describe('a URL', () => {
  const statusOf = async (expires: number, offsetMs: number): Promise<[number, string]> => {
    await using emulator = await startOss()
    await emulator.bucket('oss', bucketName).put('a', 'hello')
    const url = new URL(await createSdk(emulator).signatureUrlV4('GET', expires, {}, 'a'))
    emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: offsetMs } })
    const request = { method: 'GET', path: `${url.pathname}${url.search}`, headers: { host: url.host } }
    const answer = await rawFetch(emulator, request)
    return [answer.status, codeOf(answer)]
  }

  test.each<[number, number, number, string]>([
    [60, 0, 200, ''],
    [60, 59_000, 200, ''],
    [60, 62_000, 403, 'AccessDenied'],
    [604_800, 600_000_000, 200, ''],
    [604_801, 0, 400, 'InvalidArgument'],
    [0, 0, 400, 'InvalidArgument'],
  ])('for %i s is answered after %i ms: %i %s', async (expires, offsetMs, status, code) => {
    expect(await statusOf(expires, offsetMs)).toEqual([status, code])
  })

  test('of version 1 ends when it says', async () => {
    await using emulator = await startOss()
    await emulator.bucket('oss', bucketName).put('a', 'hello')
    const url = new URL(createSdk(emulator).signatureUrl('a', { expires: 60 }))
    const request = { method: 'GET', path: `${url.pathname}${url.search}`, headers: { host: url.host } }
    expect((await rawFetch(emulator, request)).status).toBe(200)
    emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: 62_000 } })
    expect((await rawFetch(emulator, request)).text).toContain('Request has expired')
  })
})
