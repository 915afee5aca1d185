import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import s3 from './index.ts'

const required = { region: 'eu-central-1', bucket: 'images' }
const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte

describe('the parameters of the S3 driver', () => {
  test('have the defaults of the Go registry', () => {
    expect(parseOptions(s3, required)).toEqual({
      ...required,
      regionendpoint: undefined,
      forcepathstyle: false,
      accelerate: false,
      usedualstack: false,
      usefipsendpoint: false,
      secure: true,
      skipverify: false,
      encrypt: false,
      storageclass: 'STANDARD',
      objectacl: 'private',
      chunksize: 10 * mebibyte,
      multipartcopychunksize: 32 * mebibyte,
      multipartcopymaxconcurrency: 100,
      multipartcopythresholdsize: 32 * mebibyte,
      maxconcurrency: 50,
      rootdirectory: '',
      ignored: [],
    })
  })

  test('are all that the Go registry has, as text too', () => {
    const text = {
      accesskey: 'id',
      secretkey: 'secret',
      regionendpoint: 'http://minio:9000',
      forcepathstyle: 'true',
      encrypt: 'true',
      keyid: 'arn:aws:kms:eu-central-1:1:key/2',
      secure: 'false',
      skipverify: 'true',
      v4auth: 'true',
      chunksize: '5242880',
      multipartcopychunksize: '5242880',
      multipartcopymaxconcurrency: '7',
      multipartcopythresholdsize: '0',
      rootdirectory: '/registry',
      storageclass: 'standard_ia',
      objectacl: 'bucket-owner-full-control',
      useragent: 'mine/1',
      usedualstack: 'false',
      usefipsendpoint: 'false',
      accelerate: 'false',
      redirectendpoint: 'https://cdn.example.com',
      sessiontoken: 'token',
      loglevel: 'debug',
    }
    expect(parseOptions(s3, { ...required, ...text })).toMatchObject({
      accesskey: 'id',
      secretkey: 'secret',
      forcepathstyle: true,
      secure: false,
      chunksize: 5 * mebibyte,
      multipartcopythresholdsize: 0,
      storageclass: 'STANDARD_IA',
      ignored: ['loglevel'],
    })
  })

  test.each(['accesskey', 'secretkey', 'regionendpoint', 'keyid', 'useragent', 'loglevel'])(
    'take an empty %s for none, as the Go registry does',
    (name) => {
      expect(parseOptions(s3, { ...required, [name]: '' })).toEqual(parseOptions(s3, required))
    },
  )

  test.each(['off', 'OFF', false, null, ''])('take a loglevel of %j, and say nothing of it', (loglevel) => {
    expect(parseOptions(s3, { ...required, loglevel }).ignored).toEqual([])
  })

  test('need no region beside an endpoint of another store', () => {
    expect(parseOptions(s3, { bucket: 'images', regionendpoint: 'minio:9000' }).region).toBe('us-east-1')
  })

  test('call the endpoint as other drivers do, too', () => {
    const named = parseOptions(s3, { ...required, regionendpoint: 'minio:9000' })
    expect(parseOptions(s3, { ...required, endpoint: 'minio:9000' })).toEqual(named)
  })

  test.each([
    [{ bukket: 'x' }, 'unknown parameter bukket'],
    [{ bucket: undefined }, 'parameter bucket: expected the name of a bucket'],
    [{ bucket: 'a/b' }, 'parameter bucket: expected the name of a bucket'],
    [{ region: undefined }, 'parameter region: expected a region'],
    [{ region: 'a.evil.com/' }, 'parameter region: expected a region'],
    [{ accesskey: 'id' }, 'parameter secretkey: expected a secret key beside accesskey'],
    [{ secretkey: 'secret' }, 'parameter accesskey: expected an access key beside secretkey'],
    [{ sessiontoken: 'token' }, 'parameter sessiontoken: expected nothing without accesskey'],
    [{ regionendpoint: 'https://example.com/path' }, 'parameter regionendpoint: expected a host'],
    [{ endpoint: 'a', regionendpoint: 'b' }, 'parameter endpoint: expected the same as regionendpoint'],
    [{ accelerate: true, regionendpoint: 'minio' }, 'parameter regionendpoint: expected no host of your own'],
    [{ v4auth: false }, 'parameter v4auth: expected true: version 2 of the signature is not supported'],
    [{ chunksize: 5 * mebibyte - 1 }, 'parameter chunksize: expected a whole number from 5242880'],
    [{ chunksize: gibibyte + 1 }, 'parameter chunksize: expected a whole number from 5242880'],
    [{ multipartcopychunksize: 1 }, 'parameter multipartcopychunksize: expected a whole number from 5242880'],
    [{ multipartcopymaxconcurrency: 0 }, 'parameter multipartcopymaxconcurrency: expected a whole number from 1'],
    [{ multipartcopythresholdsize: -1 }, 'parameter multipartcopythresholdsize: expected a whole number from 0'],
    [{ storageclass: 'GLACIER' }, 'parameter storageclass: expected one of NONE, STANDARD'],
    [{ objectacl: 'open' }, 'parameter objectacl: expected one of private, public-read'],
    [{ rootdirectory: '/a/../b' }, 'parameter rootdirectory: expected a path'],
    [{ secure: 'perhaps' }, 'parameter secure: expected true or false'],
    [{ useragent: 'a\r\nb' }, 'parameter useragent: expected a text of ASCII'],
  ])('%j is refused: %s', (parameters, message) => {
    expect(() => parseOptions(s3, { ...required, ...parameters })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
    )
  })

  test('show no secret in an error', () => {
    const secrets = { accesskey: ['hidden-id'], secretkey: { hidden: 'key' }, sessiontoken: ['hidden-token'] }
    expect(() => parseOptions(s3, { ...required, ...secrets })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
    )
  })
})
