import { describe, expect, test } from 'vitest'
import { computeSignature } from './compute-signature.ts'

/** What the Go registry's client made of these. */
describe('the signature of SCS', () => {
  test('of a URL is that of the Go client', () => {
    const path = '/mybkt/docker/registry/v2/a+b c@中.txt'
    const parts = { method: 'GET', path, parameters: [], headers: {}, date: '1700000000' }
    expect(computeSignature('SECRETKEY', parts)).toBe('93y29jXJTnv+Y/YrRIFMQ70oceE=')
  })

  test('of a part is that of the Go client: its number and upload are not signed', () => {
    const date = 'Tue, 14 Nov 2023 22:13:20 UTC'
    const headers = { 'content-md5': '900150983cd24fb0d6963f7d28e17f72', date }
    const parameters = [
      ['partNumber', '1'],
      ['uploadId', 'U'],
    ] as const
    const parts = { method: 'PUT', path: '/mybkt/mp/k', parameters, headers, date }
    expect(computeSignature('SECRETKEY', parts)).toBe('25NqMAZJdfbbhMTmZOkg1OZV080=')
  })

  test('covers the headers of SCS, and of the parameters acl and location alone', () => {
    const parts = { method: 'GET', path: '/b/', parameters: [], headers: {}, date: '1' }
    const signatures = [
      parts,
      { ...parts, parameters: [['location', ''] as const] },
      { ...parts, parameters: [['acl', ''] as const] },
      { ...parts, headers: { 'x-scs-copy-source': '/b/a' } },
      { ...parts, method: 'HEAD' },
    ].map((each) => computeSignature('SECRETKEY', each))
    expect(new Set(signatures).size).toBe(signatures.length)
    const listed = { ...parts, parameters: [['prefix', 'a'] as const, ['delete', ''] as const] }
    expect(computeSignature('SECRETKEY', listed)).toBe(signatures[0])
  })
})
