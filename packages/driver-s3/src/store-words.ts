/** How messages speak of a store, for drivers of other names. */
export interface StoreWords {
  /** Of the driver, such as `s3`. */
  readonly driver: string
  /** What operators call the store, such as `S3`. */
  readonly store: string
  /** The parameter that says where the store is. */
  readonly endpointParameter: string
  /** The parameter with the token of temporary keys, if there are any. */
  readonly tokenParameter?: string | undefined
  /** The rights that an operation needs, where the store has names for them. */
  readonly actionsOf?: ((operation: string) => string) | undefined
}

/** The actions of IAM: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const actions: Readonly<Record<string, readonly string[]>> = {
  HeadObject: ['GetObject'],
  PutObjectCopy: ['PutObject', 'GetObject'],
  InitiateMultipartUpload: ['PutObject'],
  UploadPart: ['PutObject'],
  UploadPartCopy: ['PutObject', 'GetObject'],
  CompleteMultipartUpload: ['PutObject'],
  ListParts: ['ListMultipartUploadParts'],
  ListMultipartUploads: ['ListBucketMultipartUploads'],
  GetBucket: ['ListBucket'],
  DeleteMultipleObjects: ['DeleteObject'],
}

export const s3Words: StoreWords = {
  driver: 's3',
  store: 'S3',
  endpointParameter: 'regionendpoint',
  tokenParameter: 'sessiontoken',
  actionsOf: (operation) => (actions[operation] ?? [operation]).map((action) => `s3:${action}`).join(' and '),
}
