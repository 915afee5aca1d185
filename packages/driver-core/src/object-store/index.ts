export * from './http/index.ts'
export * from './rest/index.ts'
export { addressOf, bucketHost, type Host, hostWithPort, parseHost } from './configuration/host.ts'
export { hostOption, optionalText, rootOption, textLike, userAgentOption } from './configuration/parameters.ts'
export {
  createObjectStoreDriver,
  type ObjectStoreCapabilities,
  type ObjectStoreDriverOptions,
} from './create-object-store-driver.ts'
export type { ObjectStoreClientSettings } from './client-settings.ts'
export { ByteBudget, processByteBudget } from './memory/byte-budget.ts'
export { openBucket, type OpenBucketOptions } from './open-bucket.ts'
export { checkBucket, type Explanation } from './start-up/check-bucket.ts'
export { checkStartUp } from './start-up/check-start-up.ts'
export { clockRefused } from './start-up/describe-clock.ts'
export type {
  CopyOptions,
  CreateUploadOptions,
  ObjectBody,
  ObjectContent,
  ObjectHead,
  ObjectPage,
  ObjectPageOptions,
  ObjectPart,
  ObjectPartPage,
  ObjectRange,
  ObjectStoreClient,
  UnfinishedUpload,
} from './object-store-client.ts'
