import { randomUUID } from 'node:crypto'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { describeDriver } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import oss from './index.ts'

const { OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_BUCKET, OSS_REGION, OSS_STS_TOKEN, OSS_ENDPOINT } = process.env
const required = { OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_BUCKET, OSS_REGION }
const missing = Object.entries(required).flatMap(([name, value]) => ((value ?? '') === '' ? [name] : []))

test('the environment names a real bucket, on which the driver keeps the contract', (context) => {
  if (missing.length > 0) context.skip(`needs a bucket of Aliyun: set ${missing.join(', ')}`)
  expect(missing).toEqual([])
})

if (missing.length === 0) {
  const parameters = {
    accesskeyid: OSS_ACCESS_KEY_ID,
    accesskeysecret: OSS_ACCESS_KEY_SECRET,
    bucket: OSS_BUCKET,
    region: OSS_REGION,
    ststoken: OSS_STS_TOKEN,
    endpoint: OSS_ENDPOINT,
    // Of its own: what else is in the bucket is left alone.
    rootdirectory: `moorage-conformance-${randomUUID()}`,
    chunksize: 5 * 1024 * 1024,
  }
  const open = (): Promise<StorageDriver> => oss.create(parseOptions(oss, parameters), {})
  describeDriver('oss on a real bucket', { create: open, reopen: open, timeoutMs: 600_000 })
}
