import type { ServedOperation } from '../../front.ts'
import type { Operation } from '../../operation.ts'
import { abortMultipartUpload } from './abort-multipart-upload.ts'
import { completeMultipartUpload } from './complete-multipart-upload.ts'
import { deleteObject } from './delete-object.ts'
import { deleteObjects } from './delete-objects.ts'
import { getBucket } from './get-bucket.ts'
import { getObject } from './get-object.ts'
import { initiateMultipartUpload } from './initiate-multipart-upload.ts'
import { listMultipartUploads } from './list-multipart-uploads.ts'
import { listParts } from './list-parts.ts'
import { putObject } from './put-object.ts'
import { putObjectCopy } from './put-object-copy.ts'
import { uploadPart } from './upload-part.ts'
import { uploadPartCopy } from './upload-part-copy.ts'

type SharedOperation = Exclude<Operation, 'Unknown' | 'HeadBucket' | 'RenameObject' | 'GetBucketLocation'>

/** What services do alike, but for their dialects. */
export const sharedOperations: Readonly<Record<SharedOperation, ServedOperation>> = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: getObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  PutObjectCopy: putObjectCopy,
  GetBucket: getBucket,
  InitiateMultipartUpload: initiateMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  ListParts: listParts,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListMultipartUploads: listMultipartUploads,
}
