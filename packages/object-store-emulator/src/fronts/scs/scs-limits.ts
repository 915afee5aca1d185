import type { Limits } from '../../engine/limits.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3

/** No document tells them: the smallest part is what the Go client asserts, the others are those of S3. */
export const scsLimits: Limits = {
  minPartSizeBytes: 5 * mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  maxSinglePutSizeBytes: 5 * gibibyte,
  maxSingleCopySizeBytes: 5 * gibibyte,
  pageSize: 1000,
}
