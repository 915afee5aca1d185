import { expect, it } from 'vitest'
import { isSecretName, maskParameters, maskSecrets } from './mask-secrets.ts'

it.each([
  'secret',
  'secretkey',
  'SecretId',
  'sessiontoken',
  'accesskeyid',
  'accesskey',
  'accesskeysecret',
  'password',
  'accountkey',
  'token',
  'Authorization',
])('the value of %s is a secret', (name) => {
  expect(isSecretName(name)).toBe(true)
})

it.each(['addr', 'key', 'certificate', 'bucket', 'region', 'passwordfile', 'keyid'])(
  'the value of %s is none',
  (name) => {
    expect(isSecretName(name)).toBe(false)
  },
)

it('masks at any depth, within URLs too, and shows what is empty as empty', () => {
  const value = {
    list: [{ password: 'a', endpoint: 'https://me:you@example.org/' }],
    credentials: { type: 'x' },
    secret: '',
  }
  expect(maskSecrets(value)).toEqual({
    list: [{ password: '***', endpoint: 'https://***@example.org/' }],
    credentials: '***',
    secret: '',
  })
})

it("shows of a driver's parameters no text that might be a secret, whatever its name", () => {
  const parameters = {
    secretid: 'AKID',
    secretkey: 'a',
    sessiontoken: 'b',
    pin: '1234',
    sharedkey: 'c',
    nested: { phrase: ['d'], region: 'ap-guangzhou' },
    bucket: 'images-1250000000',
    region: 'ap-guangzhou',
    endpoint: 'https://me:you@example.org',
    rootdirectory: '/registry',
    encryptionkeyid: 'alias/images',
    chunksize: 5_242_880,
    secure: true,
    unset: undefined,
    useragent: '',
  }
  expect(maskParameters(parameters)).toEqual({
    ...parameters,
    secretid: '***',
    secretkey: '***',
    sessiontoken: '***',
    pin: '***',
    sharedkey: '***',
    nested: { phrase: ['***'], region: 'ap-guangzhou' },
    endpoint: 'https://***@example.org',
  })
})

it.each(['filesystem: /a', 7, null, undefined])('masks parameters that are no section: %s', (parameters) => {
  expect(maskParameters(parameters)).toBe(typeof parameters === 'string' ? '***' : parameters)
})
