import type { OperationFactory } from './operation.ts'
import { createPushBlob } from './push-blob.ts'
import { createPushImage } from './push-image.ts'
import { createPushLargeBlob } from './push-large-blob.ts'
import { createPutManifest } from './put-manifest.ts'
import { createRead } from './read.ts'
import { createReadRange } from './read-range.ts'
import { createWalkPages } from './walk-pages.ts'

export const operations = {
  pushBlob: createPushBlob,
  pushImage: createPushImage,
  pushLargeBlob: createPushLargeBlob,
  putManifest: createPutManifest,
  read: createRead,
  readRange: createReadRange,
  walkPages: createWalkPages,
} satisfies Record<string, OperationFactory>

export type OperationName = keyof typeof operations
