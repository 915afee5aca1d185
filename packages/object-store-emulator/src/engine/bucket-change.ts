import type { MultipartUpload, UploadedPart } from './multipart-upload.ts'
import type { StoredObject } from './stored-object.ts'

/** All that can happen to a bucket. It is applied to the bucket in memory and kept in its journal. */
export type BucketChange =
  | { readonly type: 'put'; readonly object: StoredObject }
  | { readonly type: 'delete'; readonly key: string }
  | { readonly type: 'initiate'; readonly upload: Omit<MultipartUpload, 'parts'> }
  | { readonly type: 'part'; readonly uploadId: string; readonly part: UploadedPart }
  | { readonly type: 'complete'; readonly uploadId: string; readonly object: StoredObject }
  | { readonly type: 'abort'; readonly uploadId: string }
