/** The actions that the driver needs, and that its README tells to grant. */
export const permissions: readonly string[] = [
  'ListObjects',
  'GetObject',
  'PutObject',
  'DeleteObject',
  'AbortMultipartUpload',
  'ListParts',
  'ListMultipartUploads',
]
