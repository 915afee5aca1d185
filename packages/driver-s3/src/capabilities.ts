import type { ObjectStoreCapabilities } from '@moorage/driver-core/object-store'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const tebibyte = 1024 ** 4

/** What S3 can do: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const s3Capabilities: ObjectStoreCapabilities = {
  redirect: true,
  // Amazon's listings are up to date since 2020; those of many a compatible store are not.
  listing: 'eventual',
  minPartSizeBytes: 5 * mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  maxSingleCopySizeBytes: 5 * gibibyte,
  // Compatible stores, and Amazon until 2025, have no larger ones.
  maxObjectSizeBytes: 5 * tebibyte,
}
