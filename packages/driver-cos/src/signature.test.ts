import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signCall, signUrl } from './signature.ts'

const credentials = { secretid: 'AKID', secretkey: 'SECRETKEY' }
const host = 'reg-1250000000.cos.ap-guangzhou.myqcloud.com'

/** Tencent's description, written down once more: https://cloud.tencent.com/document/product/436/7778 */
function expectedSignature(keyTime: string, lines: readonly string[]): string {
  const hmac = (key: string, text: string): string => createHmac('sha1', key).update(text).digest('hex')
  const digest = createHash('sha1')
    .update([...lines, ''].join('\n'))
    .digest('hex')
  return hmac(hmac(credentials.secretkey, keyTime), ['sha1', keyTime, digest, ''].join('\n'))
}

describe('the signature of a call', () => {
  test('covers method, key, parameters and headers', () => {
    const call = {
      method: 'PUT',
      key: 'a+b c/中.txt',
      query: { partNumber: '1', uploadId: 'U/+=' },
      headers: { host, 'content-length': '3', 'content-type': 'application/octet-stream' },
    }
    const keyTime = '1700000000;1700000960'
    const signature = expectedSignature(keyTime, [
      'put',
      '/a+b c/中.txt',
      'partnumber=1&uploadid=U%2F%2B%3D',
      `content-length=3&content-type=application%2Foctet-stream&host=${host}`,
    ])
    expect(signCall(credentials, call, new Date(1_700_000_060_000))).toBe(
      `q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=${keyTime}&q-key-time=${keyTime}` +
        `&q-header-list=content-length;content-type;host&q-url-param-list=partnumber;uploadid&q-signature=${signature}`,
    )
  })

  test('is good from a minute ago, for fifteen minutes', () => {
    const call = { method: 'GET', key: 'a', headers: { host } }
    expect(signCall(credentials, call, new Date(1_700_000_060_999))).toContain('q-key-time=1700000000;1700000960&')
  })
})

describe('a signed URL', () => {
  const origin = new URL(`https://${host}`)
  const at = new Date(1_700_000_060_000)

  test('names the object, and signs the host that the client will call', () => {
    const url = signUrl(credentials, origin, { method: 'GET', key: 'docker/a b+c/data' }, at, 1200)
    expect(url.pathname).toBe('/docker/a%20b%2Bc/data')
    expect(url.searchParams.get('q-key-time')).toBe('1700000000;1700001260')
    const lines = ['get', '/docker/a b+c/data', '', `host=${host}`]
    expect(url.searchParams.get('q-signature')).toBe(expectedSignature('1700000000;1700001260', lines))
  })

  test('is another one for another method or host', () => {
    const signatures = [
      signUrl(credentials, origin, { method: 'GET', key: 'a' }, at, 1200),
      signUrl(credentials, origin, { method: 'HEAD', key: 'a' }, at, 1200),
      signUrl(credentials, new URL('https://cdn.example.com:8443'), { method: 'GET', key: 'a' }, at, 1200),
    ].map((url) => url.searchParams.get('q-signature'))
    expect(new Set(signatures).size).toBe(3)
  })

  test('has the token of temporary credentials whole, whatever letters are in it', () => {
    const sessiontoken = 'a+b/c==&d'
    const url = signUrl({ ...credentials, sessiontoken }, origin, { method: 'GET', key: 'a' }, at, 1200)
    expect(url.searchParams.get('x-cos-security-token')).toBe(sessiontoken)
  })
})
