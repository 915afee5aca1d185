export * from './http/index.ts'
export * from './rest/index.ts'
export { checkStartUp } from './check-start-up.ts'
export {
  createObjectStoreDriver,
  type ObjectStoreCapabilities,
  type ObjectStoreDriverOptions,
} from './create-object-store-driver.ts'
export { ByteBudget, processByteBudget } from './memory/byte-budget.ts'
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
