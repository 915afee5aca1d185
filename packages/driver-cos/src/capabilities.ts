import type { ObjectStoreCapabilities } from '@moorage/driver-core/object-store'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const tebibyte = 1024 ** 4

/** What COS can do. The limits are those of https://cloud.tencent.com/document/product/436/14518, if nothing else is named. */
export const cosCapabilities: ObjectStoreCapabilities = {
  redirect: true,
  // "If you upload an object and immediately list the bucket, the answer may lack it": https://cloud.tencent.com/document/product/436/7734
  listing: 'eventual',
  // COS takes parts of 1 MiB; the least chunksize is what all stores of this kind take.
  minPartSizeBytes: 5 * mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  // https://cloud.tencent.com/document/product/436/10881
  maxSingleCopySizeBytes: 5 * gibibyte,
  maxObjectSizeBytes: Math.floor(48.82 * tebibyte),
}
