import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { account, region } from './servers/foreign-server.ts'

/** Drivers make no buckets. */
export async function createBucket(url: string, bucket: string): Promise<void> {
  const credentials = { accessKeyId: account.accesskey, secretAccessKey: account.secretkey }
  const client = new S3Client({ endpoint: url, forcePathStyle: true, region, credentials })
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
  } finally {
    client.destroy()
  }
}
