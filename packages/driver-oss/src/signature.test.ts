import { describe, expect, test } from 'vitest'
import { signCall, type SigningOptions, signUrl } from './signature.ts'

const credentials = { accessKeyId: 'AKID', accessKeySecret: 'SECRETKEY' }
const v4: SigningOptions = { version: 'v4', bucket: 'bkt', region: 'cn-hangzhou' }
const v1: SigningOptions = { ...v4, version: 'v1' }
const at = new Date('2023-11-14T22:13:20Z')
const call = {
  method: 'PUT',
  key: 'a+b c/中.txt',
  query: { partNumber: '1', uploadId: 'U/+=' },
  headers: { host: 'bkt.oss-cn-hangzhou.aliyuncs.com', 'content-type': 'application/octet-stream' },
}

describe('the signature of a call', () => {
  test('of version 4 names the day and the region, without its oss-', () => {
    expect(signCall(credentials, v4, call, at)).toEqual({
      'x-oss-date': '20231114T221320Z',
      'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
      authorization:
        'OSS4-HMAC-SHA256 Credential=AKID/20231114/cn-hangzhou/oss/aliyun_v4_request,' +
        'Signature=eb02b37f1f069fdc48737c2f9f9b94f9dcd0a1f7f8ab013ac86c459bc26a22f1',
    })
  })

  test('of version 1 covers the date, the headers of OSS and the parameters of an upload', () => {
    expect(signCall(credentials, v1, call, at)).toEqual({
      'x-oss-date': 'Tue, 14 Nov 2023 22:13:20 GMT',
      authorization: 'OSS AKID:ALeIcyhnpo2F+ZjWk2ajBgCnWr4=',
    })
  })

  test.each([v4, v1])('has the token of temporary credentials (%j)', (options) => {
    const signed = signCall({ ...credentials, stsToken: 'a+b/c==' }, options, call, at)
    expect(signed['x-oss-security-token']).toBe('a+b/c==')
    expect(signed['authorization']).not.toBe(signCall(credentials, options, call, at)['authorization'])
  })
})

describe('a signed URL', () => {
  const origin = new URL('https://cdn.example.com')
  const object = { method: 'GET', key: 'docker/a b+c/data' }

  test('of version 4 names the object, when it was signed and how long it is good', () => {
    const url = signUrl(credentials, v4, origin, object, at, 1200)
    expect(url.origin + url.pathname).toBe('https://cdn.example.com/docker/a%20b%2Bc/data')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'x-oss-credential': 'AKID/20231114/cn-hangzhou/oss/aliyun_v4_request',
      'x-oss-date': '20231114T221320Z',
      'x-oss-expires': '1200',
      'x-oss-signature-version': 'OSS4-HMAC-SHA256',
      'x-oss-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('of version 4 is good for seven days at most', () => {
    const url = signUrl(credentials, v4, origin, object, at, 700_000)
    expect(url.searchParams.get('x-oss-expires')).toBe('604800')
  })

  test('of version 1 names the second it ends at', () => {
    const url = signUrl(credentials, v1, origin, object, at, 1200)
    expect(url.searchParams.get('Expires')).toBe('1700001200')
    expect(url.searchParams.get('OSSAccessKeyId')).toBe('AKID')
  })

  test('is another one for another method', () => {
    for (const options of [v4, v1]) {
      const signatures = ['GET', 'HEAD'].map((method) =>
        signUrl(credentials, options, origin, { ...object, method }, at, 60).searchParams.toString(),
      )
      expect(new Set(signatures).size).toBe(2)
    }
  })

  test('ends with the temporary credentials that sign it', () => {
    const temporary = { ...credentials, stsToken: 'a+b&c', expiresAt: new Date(at.getTime() + 90_500) }
    const url = signUrl(temporary, v4, origin, object, at, 1200)
    expect(url.searchParams.get('x-oss-expires')).toBe('90')
    expect(url.searchParams.get('x-oss-security-token')).toBe('a+b&c')
  })
})
