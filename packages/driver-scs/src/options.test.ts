import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import { scsEndpoint } from './endpoint.ts'
import scs from './index.ts'

const required = { accesskey: 'id', secretkey: 'secret', region: 'bjcnc', bucket: 'images' }
const mebibyte = 1024 * 1024

describe('the parameters of the SCS driver', () => {
  test('have defaults where they are not required', () => {
    expect(parseOptions(scs, required)).toEqual({
      ...required,
      signature: 'scs',
      secure: false,
      skipverify: false,
      chunksize: 10 * mebibyte,
      maxconcurrency: 10,
      rootdirectory: '',
      partmd5: 'none',
      rename: true,
    })
  })

  test.each(['accesskey', 'secretkey', 'region', 'bucket'])('require %s', (name) => {
    for (const value of [undefined, null, '']) {
      expect(() => parseOptions(scs, { ...required, [name]: value })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(`parameter ${name}: exp`) }),
      )
    }
  })

  test('that are all missing are all named', () => {
    expect(() => parseOptions(scs, {})).toThrow(/accesskey.*secretkey.*region.*bucket/)
  })

  test.each([
    ['bjcnc', 'http://bjcnc.scs.sohucs.com'],
    ['bjctc', 'http://bjctc.scs.sohucs.com'],
    ['shctc', 'http://shctc.scs.sohucs.com'],
    ['gzctc', 'http://gzctc.scs.sohucs.com'],
    ['bjcnc-internal', 'http://bjcnc.scs-in.sohucs.com'],
    ['bjctc-internal', 'http://bjctc.scs-in.sohucs.com'],
    ['shctc-internal', 'http://shctc.scs-in.sohucs.com'],
    ['gzctc-internal', 'http://gzctc.scs-in.sohucs.com'],
  ])('the region %s is at %s, where clients are sent to as well', (region, host) => {
    const { origin, redirectOrigin } = scsEndpoint(parseOptions(scs, { ...required, region }))
    expect([origin.origin, redirectOrigin.origin]).toEqual([host, host])
  })

  test.each([
    [{ secure: true }, 'https://bjcnc.scs.sohucs.com', 'https://bjcnc.scs.sohucs.com'],
    [{ endpoint: '10.0.0.7:8080' }, 'http://10.0.0.7:8080', 'http://10.0.0.7:8080'],
    [{ endpoint: 'https://scs.example.com' }, 'https://scs.example.com', 'https://scs.example.com'],
    [
      { region: 'bjcnc-internal', redirectendpoint: 'bjcnc.scs.sohucs.com' },
      'http://bjcnc.scs-in.sohucs.com',
      'http://bjcnc.scs.sohucs.com',
    ],
  ])('%j lead to %s, and clients to %s', (parameters, own, redirect) => {
    const { origin, redirectOrigin } = scsEndpoint(parseOptions(scs, { ...required, ...parameters }))
    expect([origin.origin, redirectOrigin.origin]).toEqual([own, redirect])
  })

  test('write the bucket in lower case, as the Go registry does', () => {
    expect(parseOptions(scs, { ...required, bucket: 'MyImages' }).bucket).toBe('myimages')
    const v4 = { signature: 'v4', endpoint: 'minio:9000', region: 'anywhere' }
    expect(parseOptions(scs, { ...required, ...v4, bucket: 'MyImages' })).toMatchObject({
      bucket: 'MyImages',
      region: 'anywhere',
      rename: false,
    })
  })

  const allRegions = 'bjcnc, bjcnc-internal, bjctc, bjctc-internal, shctc, shctc-internal, gzctc, gzctc-internal'

  test.each([
    [{ region: 'bjxxx' }, `parameter region: expected one of ${allRegions}`],
    [{ region: 'us-east-1' }, `parameter region: expected one of ${allRegions}`],
    [{ bukket: 'x' }, 'unknown parameter bukket'],
    [{ bucket: 'a/b' }, 'parameter bucket: expected the name of a bucket'],
    [{ chunksize: 5 * mebibyte - 1 }, 'parameter chunksize: expected a whole number from 5242880'],
    [{ signature: 'v2' }, 'parameter signature: expected scs or v4'],
    [{ signature: 'v4' }, 'parameter endpoint: expected the host of the store, with signature v4'],
    [{ signature: 'v4', endpoint: 'a', rename: true }, 'parameter rename: expected false with signature v4'],
    [
      { signature: 'v4', endpoint: 'a', partmd5: 'hex' },
      'parameter partmd5: expected none or base64 with signature v4',
    ],
    [{ partmd5: 'md5' }, 'parameter partmd5: expected none, hex or base64'],
    [{ endpoint: 'http://a/b' }, 'parameter endpoint: expected a host'],
    [{ maxconcurrency: 0 }, 'parameter maxconcurrency: expected a whole number from 1'],
    [{ rootdirectory: '/a/../b' }, 'parameter rootdirectory: expected a path'],
    [{ secure: 'perhaps' }, 'parameter secure: expected true or false'],
  ])('%j is refused: %s', (parameters, message) => {
    expect(() => parseOptions(scs, { ...required, ...parameters })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
    )
  })

  test('may be given as text, as environment variables are', () => {
    const text = { chunksize: '5242880', maxconcurrency: '20', secure: 'true', skipverify: 'true', rename: 'false' }
    expect(parseOptions(scs, { ...required, ...text })).toMatchObject({
      chunksize: 5 * mebibyte,
      maxconcurrency: 20,
      secure: true,
      skipverify: true,
      rename: false,
    })
  })
})
