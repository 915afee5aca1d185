import type { ObjectStoreCapabilities } from '@moorage/driver-core/object-store'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const tebibyte = 1024 ** 4

/** What OSS can do. The limits are those of https://help.aliyun.com/zh/oss/product-overview/limits, if nothing else is named. */
export const ossCapabilities: ObjectStoreCapabilities = {
  redirect: true,
  // Whatever was acknowledged is seen at once, in listings too: https://help.aliyun.com/zh/oss/product-overview/what-is-oss
  listing: 'strong',
  // OSS takes parts of 100 KiB; the least chunksize is that of the Go registry's driver.
  minPartSizeBytes: 5 * mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  // https://help.aliyun.com/zh/oss/developer-reference/copyobject
  maxSingleCopySizeBytes: gibibyte,
  maxObjectSizeBytes: Math.floor(48.8 * tebibyte),
}
