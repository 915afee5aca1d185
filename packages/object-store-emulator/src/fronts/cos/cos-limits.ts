import type { Limits } from '../../engine/limits.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3

/** https://cloud.tencent.com/document/product/436/14518 */
export const cosLimits: Limits = {
  minPartSizeBytes: mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  maxSinglePutSizeBytes: 5 * gibibyte,
  maxSingleCopySizeBytes: 5 * gibibyte,
  pageSize: 1000,
}
