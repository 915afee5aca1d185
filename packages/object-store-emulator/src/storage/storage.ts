import type { Bucket } from '../engine/bucket.ts'
import type { Pieces } from '../engine/pieces.ts'
import type { Service } from '../fronts/service.ts'

export interface BucketName {
  readonly service: Service
  readonly name: string
  readonly region: string
}

/** Where buckets and their bytes are kept. */
export interface Storage {
  readonly pieces: Pieces
  /** A bucket with all that was kept of it. */
  openBucket(name: BucketName): Promise<Bucket>
  /** Called when all buckets are open: throws away what belongs to none. */
  tidy(): Promise<void>
  close(): Promise<void>
}
