import { randomUUID } from 'node:crypto'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { describeDriver } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import s3 from './index.ts'

const { S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKET, S3_REGION, S3_ENDPOINT } = process.env
// Keys may come from wherever Amazon's tools find them.
const required = { S3_BUCKET, S3_REGION }
const missing = Object.entries(required).flatMap(([name, value]) => ((value ?? '') === '' ? [name] : []))

test('the environment names a real bucket, on which the driver keeps the contract', (context) => {
  if (missing.length > 0) context.skip(`needs a bucket: set ${missing.join(', ')}`)
  expect(missing).toEqual([])
})

if (missing.length === 0) {
  const parameters = {
    accesskey: S3_ACCESS_KEY,
    secretkey: S3_SECRET_KEY,
    bucket: S3_BUCKET,
    region: S3_REGION,
    regionendpoint: S3_ENDPOINT,
    // Of its own: what else is in the bucket is left alone.
    rootdirectory: `moorage-conformance-${randomUUID()}`,
    chunksize: 5 * 1024 * 1024,
  }
  const open = (): Promise<StorageDriver> => s3.create(parseOptions(s3, parameters), {})
  describeDriver('s3 on a real bucket', { create: open, reopen: open, timeoutMs: 600_000 })
}
