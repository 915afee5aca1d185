/** The actions of IAM that the driver needs, and that its README tells to grant. */
export const permissions: readonly string[] = [
  'ListBucket',
  'ListBucketMultipartUploads',
  'PutObject',
  'GetObject',
  'DeleteObject',
  'AbortMultipartUpload',
  'ListMultipartUploadParts',
]
