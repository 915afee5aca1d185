import { expect, test } from 'vitest'
import { readOssHost } from './oss-host.ts'

test.each([
  ['images.oss-cn-hangzhou.aliyuncs.com', 'images', 'cn-hangzhou', 'public'],
  ['images.oss-cn-hangzhou.aliyuncs.com:9000', 'images', 'cn-hangzhou', 'public'],
  ['images.oss-cn-hangzhou-internal.aliyuncs.com', 'images', 'cn-hangzhou', 'internal'],
  ['images.vpc100-oss-cn-hangzhou.aliyuncs.com', 'images', 'cn-hangzhou', 'internal'],
  ['images.cn-hangzhou.oss.aliyuncs.com', 'images', 'cn-hangzhou', 'public'],
  ['images.oss-accelerate.aliyuncs.com', 'images', undefined, 'accelerated'],
  ['images.oss-accelerate-overseas.aliyuncs.com', 'images', undefined, 'accelerated'],
  ['images.oss-us-west-1.aliyuncs.com', 'images', 'us-west-1', 'public'],
  ['oss-cn-hangzhou.aliyuncs.com', undefined, 'cn-hangzhou', 'public'],
])('%s means the bucket %s in %s, by the %s network', (host, bucketName, region, network) => {
  expect(readOssHost(host)).toEqual({ bucketName, region, network })
})

test.each(['example.com', 'images.aliyuncs.com', 'images.oss-cn-hangzhou.example.com', '127.0.0.1:9000'])(
  '%s is none of its hosts',
  (host) => {
    expect(readOssHost(host)).toBeUndefined()
  },
)
