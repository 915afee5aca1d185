import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import cos from './index.ts'

const required = { secretid: 'id', secretkey: 'key', region: 'ap-guangzhou', bucket: 'images-1250000000' }
const mebibyte = 1024 * 1024

describe('the parameters of the COS driver', () => {
  test('have defaults where they are not required', () => {
    expect(parseOptions(cos, required)).toEqual({
      ...required,
      secure: true,
      skipverify: false,
      chunksize: 16 * mebibyte,
      maxconcurrency: 10,
      rootdirectory: '',
      accelerate: false,
    })
  })

  test.each(['secretid', 'secretkey', 'region', 'bucket'])('require %s', (name) => {
    for (const value of [undefined, null, '']) {
      expect(() => parseOptions(cos, { ...required, [name]: value })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(`parameter ${name}: exp`) }),
      )
    }
  })

  test('that are all missing are all named', () => {
    expect(() => parseOptions(cos, {})).toThrow(/secretid.*secretkey.*region.*bucket/)
  })

  test('may be given as text, as environment variables are', () => {
    const text = {
      appid: '1250000000',
      secure: 'false',
      skipverify: 'true',
      chunksize: '5242880',
      maxconcurrency: '20',
      rootdirectory: '/registry',
      accelerate: 'yes',
      sessiontoken: 'token',
      redirectendpoint: 'https://cdn.example.com',
      useragent: 'mine/1',
      maxbufferbytes: '134217728',
    }
    expect(parseOptions(cos, { ...required, ...text })).toEqual({
      ...required,
      secure: false,
      skipverify: true,
      chunksize: 5_242_880,
      maxconcurrency: 20,
      rootdirectory: '/registry',
      accelerate: true,
      sessiontoken: 'token',
      redirectendpoint: 'https://cdn.example.com',
      useragent: 'mine/1',
      maxbufferbytes: 134_217_728,
    })
  })

  test.each([
    ['images', 1_250_000_000, 'images-1250000000'],
    ['images', '1250000000', 'images-1250000000'],
    ['images-1250000000', '1250000000', 'images-1250000000'],
    ['images-1250000000', undefined, 'images-1250000000'],
    ['images-7', '1250000000', 'images-7-1250000000'],
  ])('bucket %j and appid %j mean the bucket %s', (bucket, appid, name) => {
    expect(parseOptions(cos, { ...required, bucket, appid }).bucket).toBe(name)
  })

  test.each([
    [{ rootdir: '/a' }, '/a'],
    [{ rootdir: '/a', rootdirectory: '/a' }, '/a'],
    [{ rootdirectory: '' }, ''],
    [{ rootdirectory: '/' }, '/'],
    [{ rootdirectory: '/a/b/' }, '/a/b/'],
  ])('%j mean the root %j', (parameters, root) => {
    expect(parseOptions(cos, { ...required, ...parameters }).rootdirectory).toBe(root)
  })

  test.each([[5 * mebibyte], [100 * mebibyte]])('a chunksize of %i is within the bounds', (chunksize) => {
    expect(parseOptions(cos, { ...required, chunksize }).chunksize).toBe(chunksize)
  })

  test.each([
    [{ bukket: 'x' }, 'unknown parameter bukket'],
    [{ bucket: 'images' }, 'parameter bucket: expected a name that ends with the APPID'],
    [{ bucket: 'Images-1' }, 'parameter bucket: expected the name of a bucket'],
    [{ bucket: 'a.b-1' }, 'parameter bucket: expected the name of a bucket'],
    [{ region: 'ap-guangzhou.evil.com/' }, 'parameter region: expected a region'],
    [{ appid: 'x1' }, 'parameter appid: expected the number of an account'],
    [{ secure: 'perhaps' }, 'parameter secure: expected true or false'],
    [{ skipverify: 2 }, 'parameter skipverify: expected true or false'],
    [{ chunksize: 5 * mebibyte - 1 }, 'parameter chunksize: expected a whole number from 5242880 to 104857600'],
    [{ chunksize: 100 * mebibyte + 1 }, 'parameter chunksize: expected a whole number from 5242880 to 104857600'],
    [{ chunksize: '16m' }, 'parameter chunksize: expected a whole number'],
    [{ maxconcurrency: 0 }, 'parameter maxconcurrency: expected a whole number from 1'],
    [{ maxconcurrency: 1.5 }, 'parameter maxconcurrency: expected a whole number from 1'],
    [{ rootdirectory: '/a/../b' }, 'parameter rootdirectory: expected a path'],
    [{ rootdirectory: '/a//b' }, 'parameter rootdirectory: expected a path'],
    [{ rootdirectory: 7 }, 'parameter rootdirectory: expected a path'],
    [{ rootdir: '/a', rootdirectory: '/b' }, 'parameter rootdir: expected the same as rootdirectory'],
    [{ accelerate: 'x' }, 'parameter accelerate: expected true or false'],
    [{ accelerate: true, endpoint: 'cos.example.com' }, 'parameter endpoint: expected no host of your own'],
    [{ endpoint: 'https://example.com/path' }, 'parameter endpoint: expected a host'],
    [{ endpoint: 'ftp://example.com' }, 'parameter endpoint: expected a host'],
    [{ redirectendpoint: 'user:secret@example.com' }, 'parameter redirectendpoint: expected a host'],
    [{ sessiontoken: '' }, 'parameter sessiontoken: expected the token'],
    [{ useragent: 'a\r\nb' }, 'parameter useragent: expected a text of ASCII'],
    [{ maxbufferbytes: 1 }, 'parameter maxbufferbytes: expected a whole number from 16777216'],
  ])('%j is refused: %s', (parameters, message) => {
    expect(() => parseOptions(cos, { ...required, ...parameters })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
    )
  })

  test('show no secret in an error', () => {
    const secrets = { secretid: ['hidden-id'], secretkey: { hidden: 'key' }, sessiontoken: ['hidden-token'] }
    expect(() => parseOptions(cos, { ...required, ...secrets })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
    )
  })
})
