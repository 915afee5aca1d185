import { expect, test } from 'vitest'
import { readCosHost } from './cos-host.ts'

test.each([
  ['images-1250000000.cos.ap-guangzhou.myqcloud.com', 'ap-guangzhou'],
  ['images-1250000000.cos.ap-guangzhou.myqcloud.com:9000', 'ap-guangzhou'],
  ['images-1250000000.cos.ap-guangzhou.tencentcos.cn', 'ap-guangzhou'],
  ['images-1250000000.cos-internal.ap-guangzhou.tencentcos.cn', 'ap-guangzhou'],
  ['images-1250000000.cn-south.myqcloud.com', 'cn-south'],
  ['images-1250000000.cos.accelerate.myqcloud.com', undefined],
])('%s is a bucket', (host, region) => {
  expect(readCosHost(host)).toEqual({ kind: 'bucket', bucketName: 'images-1250000000', region })
})

test('a host without a bucket is the service', () => {
  expect(readCosHost('cos.ap-guangzhou.myqcloud.com')).toEqual({ kind: 'service', region: 'ap-guangzhou' })
})

test.each(['127.0.0.1:9000', 'example.com', 'images-1.cos.myqcloud.com', 'a.b.cos.ap-guangzhou.myqcloud.com'])(
  '%s is none of the hosts of COS',
  (host) => {
    expect(readCosHost(host)).toBeUndefined()
  },
)
