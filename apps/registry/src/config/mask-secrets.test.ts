import { expect, it } from 'vitest'
import { isSecretName, maskSecrets } from './mask-secrets.ts'

it.each([
  'secret',
  'secretkey',
  'SecretId',
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
