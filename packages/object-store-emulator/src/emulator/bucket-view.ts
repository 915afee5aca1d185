import type { Bucket } from '../engine/bucket.ts'
import type { Pieces } from '../engine/pieces.ts'
import type { BucketView } from './emulator.ts'

export function createBucketView(bucket: Bucket, pieces: Pieces, storageClass: string): BucketView {
  return {
    objects: () => bucket.list({ prefix: '', delimiter: '', marker: '', limit: Infinity }).objects,
    uploads: () => bucket.allUploads(),
    async put(key, bytes) {
      const content = await pieces.store(oneChunk(Buffer.from(bytes)))
      try {
        return await bucket.put(key, content, { metadata: { headers: {}, storageClass } })
      } finally {
        pieces.release(content.extents)
      }
    },
    read: async (key) => Buffer.concat(await Array.fromAsync(pieces.read(bucket.get(key).extents))),
    delete: (key) => bucket.delete(key),
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
