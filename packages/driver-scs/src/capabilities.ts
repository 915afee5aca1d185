import type { ObjectStoreCapabilities } from '@moorage/driver-core/object-store'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3

/** What SCS can do, as far as it is known: the smallest part is what the Go registry's client asserts, the other limits are those of S3. */
export const scsCapabilities: ObjectStoreCapabilities = {
  redirect: true,
  listing: 'eventual',
  minPartSizeBytes: 5 * mebibyte,
  maxPartSizeBytes: 5 * gibibyte,
  maxParts: 10_000,
  maxSingleCopySizeBytes: 5 * gibibyte,
  maxObjectSizeBytes: 5 * 1024 * gibibyte,
}
