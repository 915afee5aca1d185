/** The actions that the driver needs, and that its README tells to grant. */
export const permissions: readonly string[] = [
  'GetBucket',
  'PutObject',
  'GetObject',
  'HeadObject',
  'DeleteObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListParts',
  'ListMultipartUploads',
]
