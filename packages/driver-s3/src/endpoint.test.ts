import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import { s3Endpoint } from './endpoint.ts'
import s3 from './index.ts'
import { createSdkClient } from './sdk-client.ts'

function places(parameters: object): [own: string, redirect: string] {
  const options = parseOptions(s3, { region: 'eu-central-1', bucket: 'images', ...parameters })
  const { origin, basePath, redirect } = s3Endpoint(createSdkClient(options), options)
  return [origin.origin + basePath, redirect.origin.origin + redirect.basePath]
}

describe('a bucket is reached', () => {
  test.each([
    [{}, 'https://images.s3.eu-central-1.amazonaws.com'],
    [{ secure: false }, 'http://images.s3.eu-central-1.amazonaws.com'],
    [{ region: 'cn-north-1' }, 'https://images.s3.cn-north-1.amazonaws.com.cn'],
    [{ accelerate: true }, 'https://images.s3-accelerate.amazonaws.com'],
    [{ usedualstack: true }, 'https://images.s3.dualstack.eu-central-1.amazonaws.com'],
    [{ usefipsendpoint: true }, 'https://images.s3-fips.eu-central-1.amazonaws.com'],
    [{ forcepathstyle: true }, 'https://s3.eu-central-1.amazonaws.com/images'],
    // No certificate fits such a name in a host.
    [{ bucket: 'images.example.com' }, 'https://s3.eu-central-1.amazonaws.com/images.example.com'],
    [{ regionendpoint: 'https://fra1.example.com' }, 'https://images.fra1.example.com'],
    [{ regionendpoint: 'fra1.example.com:8443', secure: false }, 'http://images.fra1.example.com:8443'],
    [{ regionendpoint: 'images.fra1.example.com' }, 'https://images.fra1.example.com'],
    [{ regionendpoint: 'http://minio:9000', forcepathstyle: true }, 'http://minio:9000/images'],
    [{ regionendpoint: 'http://127.0.0.1:9000' }, 'http://127.0.0.1:9000/images'],
    [{ regionendpoint: 'https://[::1]:9000' }, 'https://[::1]:9000/images'],
    [{ regionendpoint: 'https://images.example.com', bucket: 'images.example.com' }, 'https://images.example.com'],
  ])('with %j at %s, where clients are sent to as well', (parameters, place) => {
    expect(places(parameters)).toEqual([place, place])
  })

  test.each([
    [{ redirectendpoint: 'https://cdn.example.com' }, 'https://images.cdn.example.com'],
    [{ redirectendpoint: 'images.example.com' }, 'https://images.example.com'],
    [{ redirectendpoint: 'https://s3.example.com', forcepathstyle: true }, 'https://s3.example.com/images'],
  ])('with %j by clients at %s', (parameters, redirect) => {
    const own = { regionendpoint: 'http://10.0.0.7:9000' }
    expect(places({ ...own, ...parameters })).toEqual(['http://10.0.0.7:9000/images', redirect])
  })
})
