import { randomUUID } from 'node:crypto'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { describeDriver } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import cos from './index.ts'

const { COS_SECRET_ID, COS_SECRET_KEY, COS_BUCKET, COS_REGION, COS_APPID, COS_SESSION_TOKEN, COS_ENDPOINT } =
  process.env
const required = { COS_SECRET_ID, COS_SECRET_KEY, COS_BUCKET, COS_REGION }
const missing = Object.entries(required).flatMap(([name, value]) => ((value ?? '') === '' ? [name] : []))

test('the environment names a real bucket, on which the driver keeps the contract', (context) => {
  if (missing.length > 0) context.skip(`needs a bucket of Tencent Cloud: set ${missing.join(', ')}`)
  expect(missing).toEqual([])
})

if (missing.length === 0) declareSuite()

function declareSuite(): void {
  const parameters = {
    secretid: COS_SECRET_ID,
    secretkey: COS_SECRET_KEY,
    bucket: COS_BUCKET,
    region: COS_REGION,
    appid: COS_APPID,
    sessiontoken: COS_SESSION_TOKEN,
    endpoint: COS_ENDPOINT,
    // Of its own: what else is in the bucket is left alone.
    rootdirectory: `moorage-conformance-${randomUUID()}`,
    chunksize: 5 * 1024 * 1024,
  }
  const open = (): Promise<StorageDriver> => cos.create(parseOptions(cos, parameters), {})
  describeDriver('cos on a real bucket', { create: open, reopen: open, timeoutMs: 600_000 })
}
