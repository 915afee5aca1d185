import type { Limits } from '../../engine/limits.ts'

const kibibyte = 1024
const gibibyte = 1024 ** 3

/** https://help.aliyun.com/zh/oss/product-overview/limits */
export const ossLimits: Limits = {
  minPartSizeBytes: 100 * kibibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  maxSinglePutSizeBytes: 5 * gibibyte,
  // Of a whole object; parts are copied up to their own size.
  maxSingleCopySizeBytes: gibibyte,
  pageSize: 1000,
}
