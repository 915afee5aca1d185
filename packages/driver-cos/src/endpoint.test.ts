import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import { cosEndpoint } from './endpoint.ts'
import cos from './index.ts'

const required = { secretid: 'id', secretkey: 'key', region: 'ap-guangzhou', bucket: 'images-1250000000' }

function endpoint(parameters: object): Record<string, unknown> {
  const { origin, connectTo, redirectOrigin, ownHost } = cosEndpoint(parseOptions(cos, { ...required, ...parameters }))
  return { origin: origin.origin, connectTo, redirect: redirectOrigin.origin, ownHost }
}

const own = 'images-1250000000.cos.ap-guangzhou.myqcloud.com'

describe('a bucket is reached', () => {
  test.each([
    [{}, `https://${own}`],
    [{ secure: false }, `http://${own}`],
    [{ accelerate: true }, 'https://images-1250000000.cos.accelerate.myqcloud.com'],
    [
      { endpoint: 'cos-internal.ap-guangzhou.tencentcos.cn' },
      'https://images-1250000000.cos-internal.ap-guangzhou.tencentcos.cn',
    ],
    [{ endpoint: own }, `https://${own}`],
    [{ endpoint: 'http://cos.example.com:8080' }, 'http://images-1250000000.cos.example.com:8080'],
    [{ endpoint: 'cos.example.com:8443', secure: false }, 'http://images-1250000000.cos.example.com:8443'],
    [{ endpoint: 'https://cos.example.com', secure: false }, 'https://images-1250000000.cos.example.com'],
  ])('with %j at %s, where clients are sent to as well', (parameters, origin) => {
    expect(endpoint(parameters)).toEqual({ origin, connectTo: undefined, redirect: origin, ownHost: own })
  })

  test('in the regions of the first years, at their own hosts', () => {
    expect(endpoint({ region: 'cn-south' })).toMatchObject({
      origin: 'https://images-1250000000.cn-south.myqcloud.com',
      ownHost: 'images-1250000000.cn-south.myqcloud.com',
    })
  })

  test.each([
    [{ endpoint: '10.0.0.7' }, `https://${own}`, { host: '10.0.0.7', port: 443 }],
    [{ endpoint: '10.0.0.7', secure: false }, `http://${own}`, { host: '10.0.0.7', port: 80 }],
    [{ endpoint: 'http://127.0.0.1:9000' }, `http://${own}`, { host: '127.0.0.1', port: 9000 }],
    [{ endpoint: '127.0.0.1:443', secure: false }, `http://${own}`, { host: '127.0.0.1', port: 443 }],
    [{ endpoint: 'https://[::1]:9000' }, `https://${own}`, { host: '::1', port: 9000 }],
  ])('with %j under its own name %s, at an address', (parameters, origin, connectTo) => {
    expect(endpoint(parameters)).toMatchObject({ origin, connectTo })
  })

  test('at an address by the registry alone: clients are sent to its public host', () => {
    expect(endpoint({ endpoint: 'http://10.0.0.7' })['redirect']).toBe(`https://${own}`)
    expect(endpoint({ endpoint: 'http://10.0.0.7', secure: false })['redirect']).toBe(`http://${own}`)
  })

  test.each([
    [{ redirectendpoint: 'images.example.com' }, 'https://images.example.com'],
    [{ redirectendpoint: 'http://127.0.0.1:9000' }, 'http://127.0.0.1:9000'],
    [{ redirectendpoint: 'images.example.com', secure: false }, 'http://images.example.com'],
    [{ redirectendpoint: 'https://images.example.com', secure: false }, 'https://images.example.com'],
    [{ redirectendpoint: 'cos.accelerate.myqcloud.com' }, 'https://images-1250000000.cos.accelerate.myqcloud.com'],
    [{ redirectendpoint: own, endpoint: '10.0.0.7' }, `https://${own}`],
  ])('with %j by clients at %s', (parameters, redirect) => {
    expect(endpoint(parameters)['redirect']).toBe(redirect)
  })
})
