import type { Limits } from '../../engine/limits.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const s3Limits: Limits = {
  minPartSizeBytes: 5 * mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  maxSinglePutSizeBytes: 5 * gibibyte,
  maxSingleCopySizeBytes: 5 * gibibyte,
  pageSize: 1000,
}
