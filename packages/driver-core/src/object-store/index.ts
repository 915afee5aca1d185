export type {
  CopyOptions,
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
