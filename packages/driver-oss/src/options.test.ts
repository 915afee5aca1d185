import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import oss from './index.ts'

const required = { accesskeyid: 'id', accesskeysecret: 'key', region: 'oss-cn-hangzhou', bucket: 'images' }
const mebibyte = 1024 * 1024

const defaults = {
  internal: false,
  accelerate: false,
  secure: true,
  skipverify: false,
  encrypt: false,
  signatureversion: 'v4',
  chunksize: 10 * mebibyte,
  maxconcurrency: 10,
  rootdirectory: '',
}

describe('the parameters of the OSS driver', () => {
  test('have defaults where they are not required', () => {
    expect(parseOptions(oss, required)).toEqual({ ...required, ...defaults })
  })

  test("of the Go registry's driver mean what they meant there", () => {
    const go = {
      ...required,
      endpoint: 'images.oss-cn-hangzhou.aliyuncs.com',
      internal: true,
      encrypt: true,
      encryptionkeyid: '',
      secure: false,
      chunksize: 5_242_880,
      rootdirectory: '/registry',
    }
    expect(parseOptions(oss, go)).toEqual({ ...defaults, ...go, encryptionkeyid: undefined })
  })

  test.each(['accesskeyid', 'accesskeysecret', 'region', 'bucket'])('require %s', (name) => {
    for (const value of [undefined, null, '']) {
      expect(() => parseOptions(oss, { ...required, [name]: value })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(`parameter ${name}: exp`) }),
      )
    }
  })

  test('may be given as text, as environment variables are', () => {
    const text = {
      ststoken: 'token',
      internal: 'true',
      secure: 'no',
      skipverify: 'yes',
      encrypt: 'TRUE',
      encryptionkeyid: '9468da86-3509-4f8d-a61e-6eab1eac0000',
      chunksize: '5242880',
      maxconcurrency: '20',
      signatureversion: 'v1',
      redirectendpoint: 'https://cdn.example.com',
      useragent: 'mine/1',
      maxbufferbytes: '134217728',
    }
    expect(parseOptions(oss, { ...required, ...text })).toMatchObject({
      internal: true,
      secure: false,
      skipverify: true,
      encrypt: true,
      chunksize: 5_242_880,
      maxconcurrency: 20,
      signatureversion: 'v1',
      maxbufferbytes: 134_217_728,
    })
  })

  test('need no key beside a file that has one', () => {
    const { region, bucket } = required
    const parsed = parseOptions(oss, { region, bucket, credentialfile: '/run/secrets/oss.json' })
    expect(parsed).toMatchObject({ accesskeyid: '', accesskeysecret: '', credentialfile: '/run/secrets/oss.json' })
  })

  test.each([
    [{ bukket: 'x' }, 'unknown parameter bukket'],
    [{ bucket: 'Images' }, 'parameter bucket: expected the name of a bucket'],
    [{ bucket: 'images.oss-cn-hangzhou.aliyuncs.com' }, 'parameter bucket: expected the name of a bucket'],
    [{ region: 'oss-cn-hangzhou.aliyuncs.com' }, 'parameter region: expected a region'],
    [{ internal: 'perhaps' }, 'parameter internal: expected true or false'],
    [{ chunksize: 5 * mebibyte - 1 }, 'parameter chunksize: expected a whole number from 5242880 to 1073741824'],
    [{ chunksize: '10m' }, 'parameter chunksize: expected a whole number'],
    [{ maxconcurrency: 0 }, 'parameter maxconcurrency: expected a whole number from 1'],
    [{ rootdirectory: '/a/../b' }, 'parameter rootdirectory: expected a path'],
    [{ signatureversion: 'v2' }, 'parameter signatureversion: expected v4 or v1'],
    [{ encryptionkeyid: 'a b' }, 'parameter encryptionkeyid: expected the id'],
    [{ accelerate: true, endpoint: 'oss.example.com' }, 'parameter endpoint: expected no host of your own'],
    [{ accelerate: true, internal: true }, 'parameter accelerate: expected false together with internal'],
    [{ endpoint: 'https://example.com/path' }, 'parameter endpoint: expected a host'],
    [{ redirectendpoint: 'user:secret@example.com' }, 'parameter redirectendpoint: expected a host'],
    [{ credentialfile: '/f' }, 'parameter accesskeyid: expected nothing beside credentialfile'],
    [{ maxbufferbytes: 1 }, 'parameter maxbufferbytes: expected a whole number from 16777216'],
  ])('%j is refused: %s', (parameters, message) => {
    expect(() => parseOptions(oss, { ...required, ...parameters })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
    )
  })

  test('show no secret in an error', () => {
    const secrets = { accesskeyid: ['hidden-id'], accesskeysecret: { hidden: 'key' }, ststoken: ['hidden-token'] }
    expect(() => parseOptions(oss, { ...required, ...secrets })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
    )
  })
})
