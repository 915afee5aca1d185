import { describe, expect, test } from 'vitest'
import { pathOf, signCall, signUrl } from './signature.ts'

const credentials = { accesskey: 'AKID', secretkey: 'SECRETKEY' }
const origin = new URL('http://bjcnc.scs.sohucs.com')

/** What the Go registry's client made of the same. */
describe('the signature of SCS', () => {
  test('of a URL is that of the Go client', () => {
    const call = { method: 'GET', path: pathOf('mybkt', 'docker/registry/v2/a+b c@中.txt') }
    const url = signUrl(credentials, origin, call, new Date(1_699_998_800_000), 1200)
    expect(url.href.split('?')[0]).toBe(
      'http://bjcnc.scs.sohucs.com/mybkt/docker/registry/v2/a%2Bb%20c%40%E4%B8%AD.txt',
    )
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Expires: '1700000000',
      SOHUCSAccessKeyId: 'AKID',
      Signature: '93y29jXJTnv+Y/YrRIFMQ70oceE=',
    })
  })

  test('of a part is that of the Go client, with its date', () => {
    const headers = { 'content-md5': '900150983cd24fb0d6963f7d28e17f72' }
    const query = { partNumber: '1', uploadId: 'U' }
    const call = { method: 'PUT', path: pathOf('mybkt', 'mp/k'), query, headers }
    expect(signCall(credentials, call, new Date(1_700_000_000_000))).toEqual({
      date: 'Tue, 14 Nov 2023 22:13:20 UTC',
      authorization: 'AKID:25NqMAZJdfbbhMTmZOkg1OZV080=',
    })
  })

  test('of a URL is good for one method', () => {
    const path = pathOf('mybkt', 'a')
    const at = new Date(0)
    const signatures = ['GET', 'HEAD'].map((method) => signUrl(credentials, origin, { method, path }, at, 1).search)
    expect(new Set(signatures).size).toBe(2)
  })

  test('is made of the path as it is sent: colons stay as they are', () => {
    expect(pathOf('mybkt', "a:b/~c!'()*")).toBe('/mybkt/a:b/~c%21%27%28%29%2A')
    expect(pathOf('mybkt', '')).toBe('/mybkt/')
  })
})
