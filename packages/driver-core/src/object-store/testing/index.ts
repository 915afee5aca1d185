export { MemoryBucket } from './memory-bucket.ts'
export {
  failure,
  MemoryObjectStoreClient,
  type MemoryObjectStoreClientOptions,
  type MemoryRequest,
} from './memory-object-store-client.ts'
