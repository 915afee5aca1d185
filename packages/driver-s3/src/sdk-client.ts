import { S3Client } from '@aws-sdk/client-s3'
import type { S3Options } from './options.ts'

/**
 * Amazon's own client, for what only it knows: where credentials come from, the hosts of regions, and signatures. Requests are sent without it.
 */
export function createSdkClient(options: S3Options): S3Client {
  const { accesskey, secretkey, sessiontoken, region } = options
  return new S3Client({
    region,
    ...(accesskey !== undefined &&
      secretkey !== undefined && {
        credentials: {
          accessKeyId: accesskey,
          secretAccessKey: secretkey,
          ...(sessiontoken === undefined ? {} : { sessionToken: sessiontoken }),
        },
      }),
  })
}
