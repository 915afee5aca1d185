import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import { isPublicHost, ossEndpoint } from './endpoint.ts'
import oss from './index.ts'
import { readRegion } from './region.ts'

const required = { accesskeyid: 'id', accesskeysecret: 'key', region: 'oss-cn-hangzhou', bucket: 'images' }

function endpoint(parameters: object): Record<string, unknown> {
  const { origin, connectTo, redirectOrigin } = ossEndpoint(parseOptions(oss, { ...required, ...parameters }))
  return { origin: origin.origin, connectTo, redirect: redirectOrigin.origin }
}

const own = 'images.oss-cn-hangzhou.aliyuncs.com'
const internal = 'images.oss-cn-hangzhou-internal.aliyuncs.com'

describe('a bucket is reached', () => {
  test.each([
    [{}, `https://${own}`],
    [{ region: 'cn-hangzhou' }, `https://${own}`],
    [{ secure: false }, `http://${own}`],
    [{ internal: true }, `https://${internal}`],
    [{ region: 'oss-cn-hangzhou-internal' }, `https://${internal}`],
    [{ region: 'vpc100-oss-cn-hangzhou' }, 'https://images.vpc100-oss-cn-hangzhou.aliyuncs.com'],
    [{ accelerate: true }, 'https://images.oss-accelerate.aliyuncs.com'],
    [{ endpoint: own }, `https://${own}`],
    [{ endpoint: 'oss-cn-hangzhou.aliyuncs.com' }, `https://${own}`],
    [{ endpoint: 'http://oss-cn-hangzhou-internal.aliyuncs.com' }, `http://${internal}`],
    [{ endpoint: `https://${internal}`, secure: false }, `https://${internal}`],
    [{ endpoint: 'cn-hangzhou.oss.aliyuncs.com' }, 'https://images.cn-hangzhou.oss.aliyuncs.com'],
    [{ endpoint: 'images.example.com' }, 'https://images.example.com'],
    [{ endpoint: 'registry.example.com:8443', secure: false }, 'http://registry.example.com:8443'],
    [{ endpoint: '' }, `https://${own}`],
  ])('with %j at %s, where clients are sent to as well', (parameters, origin) => {
    expect(endpoint(parameters)).toEqual({ origin, connectTo: undefined, redirect: origin })
  })

  test.each([
    [{ endpoint: '10.0.0.7' }, `https://${own}`, { host: '10.0.0.7', port: 443 }],
    [{ endpoint: 'http://127.0.0.1:9000' }, `http://${own}`, { host: '127.0.0.1', port: 9000 }],
    [{ endpoint: '[::1]:9000', internal: true }, `https://${internal}`, { host: '::1', port: 9000 }],
  ])('with %j under its own name %s, at an address', (parameters, origin, connectTo) => {
    expect(endpoint(parameters)).toMatchObject({ origin, connectTo })
  })

  test.each([
    [{ redirectendpoint: 'cdn.example.com', internal: true }, 'https://cdn.example.com'],
    [{ redirectendpoint: 'http://cdn.example.com:8080' }, 'http://cdn.example.com:8080'],
    [{ redirectendpoint: 'oss-cn-hangzhou.aliyuncs.com', internal: true }, `https://${own}`],
    [{ redirectendpoint: 'oss-accelerate.aliyuncs.com' }, 'https://images.oss-accelerate.aliyuncs.com'],
    [{ endpoint: 'http://10.0.0.7' }, `https://${own}`],
  ])('with %j by clients at %s', (parameters, redirect) => {
    expect(endpoint(parameters)['redirect']).toBe(redirect)
  })
})

test.each([
  ['cn-hangzhou', 'cn-hangzhou'],
  ['oss-cn-hangzhou', 'cn-hangzhou'],
  ['oss-us-west-1-internal', 'us-west-1'],
  ['vpc100-oss-cn-beijing', 'cn-beijing'],
])('the region %s is signed as %s', (region, name) => {
  expect(readRegion(region).name).toBe(name)
})

test.each([
  [own, true],
  ['images.cn-hangzhou.oss.aliyuncs.com', true],
  [internal, false],
  ['images.vpc100-oss-cn-hangzhou.aliyuncs.com', false],
  ['images.oss-accelerate.aliyuncs.com', false],
  ['images.example.com', false],
])('whether %s is a public host of OSS: %j', (host, expected) => {
  expect(isPublicHost(new URL(`https://${host}`))).toBe(expected)
})
