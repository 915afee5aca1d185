import { describe, expect, test } from 'vitest'
import { type Account, defaultAccount } from '../../../accounts/account.ts'
import type { Emulator } from '../../../emulator/emulator.ts'
import { rawFetch } from '../../testing/raw-fetch.ts'
import { type FetchOptions, signedFetch } from '../testing/signed-fetch.ts'
import { Bucket, startCos } from '../testing/start-cos.ts'

async function codeOf(emulator: Emulator, options: FetchOptions): Promise<string | undefined> {
  const { text } = await signedFetch(emulator, options)
  return /<Code>(.*)<\/Code>/.exec(text)?.[1]
}

/** Changes one field of the signature. */
const changeField =
  (name: string, change: (value: string) => string): NonNullable<FetchOptions['tamper']> =>
  ({ headers }) => ({
    headers: {
      ...headers,
      authorization: (headers['authorization'] ?? '').replace(new RegExp(`(?<=${name}=)[^&]*`), (value) =>
        change(value),
      ),
    },
  })

const put = { method: 'PUT', key: 'a', body: 'hello', headers: { 'x-cos-meta-color': 'blue' } } satisfies FetchOptions

describe('a signature', () => {
  test.each<[string, FetchOptions['tamper']]>([
    ['method', () => ({ method: 'POST' })],
    ['path', () => ({ path: '/b?x=1' })],
    ['parameter', () => ({ path: '/a?x=2' })],
    ['parameter that is missing', () => ({ path: '/a' })],
    ['header', ({ headers }) => ({ headers: { ...headers, 'x-cos-meta-color': 'red' } })],
    [
      'header that is missing',
      ({ headers: { host = '', authorization = '' } }) => ({ headers: { host, authorization } }),
    ],
    ['host', ({ headers }) => ({ headers: { ...headers, host: `${Bucket}.cos.ap-guangzhou.tencentcos.cn` } })],
    ['time', changeField('q-sign-time', (time) => time.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)))],
    ['list of headers', changeField('q-header-list', (list) => list.replace(';x-cos-meta-color', ''))],
    ['signature', changeField('q-signature', (signature) => `${signature.slice(1)}0`)],
  ])('does not fit another %s', async (_, tamper) => {
    await using emulator = await startCos()
    const fetched = { ...put, query: { x: '1' }, tamper: tamper ?? (() => ({})) }
    expect(await codeOf(emulator, fetched)).toBe('SignatureDoesNotMatch')
    expect(emulator.bucket('cos', Bucket).objects()).toEqual([])
  })

  test('fits when it was not tampered with', async () => {
    await using emulator = await startCos()
    expect((await signedFetch(emulator, { ...put, query: { x: '1' } })).status).toBe(200)
  })

  test('says nothing about parameters and headers that it does not list', async () => {
    await using emulator = await startCos()
    const tamper: FetchOptions['tamper'] = ({ headers, path }) => ({
      path: `${path}?y=1`,
      headers: { ...headers, accept: '*/*' },
    })
    expect((await signedFetch(emulator, { ...put, tamper })).status).toBe(200)
  })

  test('has to cover the host', async () => {
    await using emulator = await startCos()
    const tamper = changeField('q-header-list', (list) => list.replace(/(^|;)host/, ''))
    expect(await codeOf(emulator, { ...put, tamper })).toBe('SignatureDoesNotMatch')
    expect(emulator.requests.list()[0]?.detail).toBe('host is not in q-header-list')
  })

  test('with another secret is refused', async () => {
    await using emulator = await startCos()
    expect(await codeOf(emulator, { ...put, account: { ...defaultAccount, secret: 'wrong' } })).toBe(
      'SignatureDoesNotMatch',
    )
  })

  test('of an unknown account is refused', async () => {
    await using emulator = await startCos()
    expect(await codeOf(emulator, { ...put, account: { id: 'nobody', secret: 'x' } })).toBe('InvalidAccessKeyId')
  })

  test.each(['', 'Bearer x', 'q-sign-algorithm=md5&q-ak=emulator-access-key'])(
    'is needed: "%s" is none',
    async (authorization) => {
      await using emulator = await startCos()
      const headers = { host: `${Bucket}.cos.ap-guangzhou.myqcloud.com`, authorization }
      const { status, text } = await rawFetch(emulator, { method: 'GET', path: '/a', headers })
      expect(status).toBe(403)
      expect(text).toContain('<Code>AccessDenied</Code><Message>Access Denied.</Message>')
    },
  )
})

describe('the time of a signature', () => {
  const at = (offsetSeconds: number): NonNullable<FetchOptions['keyTime']> => {
    const start = Math.floor(Date.now() / 1000) + offsetSeconds
    return `${start};${start + 900}`
  }

  test('that is over is told in the words that clients know', async () => {
    await using emulator = await startCos()
    const { status, text, headers } = await signedFetch(emulator, { ...put, keyTime: at(-902) })
    expect(status).toBe(403)
    expect(text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>')
    expect(Math.abs(Date.parse(headers['date'] ?? '') - Date.now())).toBeLessThan(5000)
  })

  test('that has not begun is refused', async () => {
    await using emulator = await startCos()
    expect(await codeOf(emulator, { ...put, keyTime: at(60) })).toBe('RequestTimeTooSkewed')
  })

  test('counts for the window of the key as well', async () => {
    await using emulator = await startCos()
    const tamper = changeField('q-key-time', () => at(-1000))
    expect((await signedFetch(emulator, { ...put, tamper })).text).toContain('Request has expired')
  })

  test('has to be a window', async () => {
    await using emulator = await startCos()
    const tamper = changeField('q-sign-time', () => '5')
    expect(await codeOf(emulator, { ...put, tamper })).toBe('AccessDenied')
  })
})

describe('the token of a temporary account', () => {
  const account: Account = { id: 'TEMP', secret: 'S', token: 'a+b/c=' }
  const permanent: Account = { id: 'TEMP', secret: 'S' }

  test('is accepted in the header and in the URL', async () => {
    await using emulator = await startCos({ accounts: [account] })
    expect((await signedFetch(emulator, { ...put, account })).status).toBe(200)
    const tamper: FetchOptions['tamper'] = ({ path }) => ({
      path: `${path}?x-cos-security-token=${encodeURIComponent('a+b/c=')}`,
    })
    expect((await signedFetch(emulator, { key: 'a', account: permanent, tamper })).status).toBe(200)
  })

  test('is needed', async () => {
    await using emulator = await startCos({ accounts: [account] })
    expect(await codeOf(emulator, { ...put, account: permanent })).toBe('InvalidAccessKeyId')
  })

  test('is refused when it is another, or belongs to nobody', async () => {
    await using emulator = await startCos({ accounts: [account, { id: 'PERMANENT', secret: 'S' }] })
    expect(await codeOf(emulator, { ...put, account: { ...account, token: 'other' } })).toBe('InvalidAccessKeyId')
    expect(await codeOf(emulator, { ...put, account: { ...account, id: 'PERMANENT' } })).toBe('InvalidAccessKeyId')
  })

  test('expires', async () => {
    await using emulator = await startCos({ accounts: [{ ...account, tokenExpiresAt: new Date(Date.now() - 1) }] })
    expect(await codeOf(emulator, { ...put, account })).toBe('ExpiredToken')
  })
})
