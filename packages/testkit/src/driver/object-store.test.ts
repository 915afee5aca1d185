import { createObjectStoreDriver } from '@moorage/driver-core/object-store'
import { MemoryBucket, MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'
import { describeDriver } from './describe-driver.ts'

const bucket = new MemoryBucket()

const open = async (): ReturnType<Parameters<typeof describeDriver>[1]['create']> =>
  createObjectStoreDriver({
    name: 'memory-object-store',
    client: new MemoryObjectStoreClient({ bucket, pageSize: 100 }),
    capabilities: { redirect: false, listing: 'strong' },
    rootDirectory: '/registry/',
    chunkSizeBytes: 5 * 1024 * 1024,
  })

describeDriver('of an object store', {
  create: open,
  reopen: open,
  leftovers: async () => [...bucket.keys(), ...bucket.uploads.keys()],
})
