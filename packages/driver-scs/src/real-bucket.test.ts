import { randomUUID } from 'node:crypto'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { describeDriver } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import scs from './index.ts'

const { SCS_ACCESS_KEY, SCS_SECRET_KEY, SCS_BUCKET, SCS_REGION, SCS_ENDPOINT } = process.env
const required = { SCS_ACCESS_KEY, SCS_SECRET_KEY, SCS_BUCKET, SCS_REGION }
const missing = Object.entries(required).flatMap(([name, value]) => ((value ?? '') === '' ? [name] : []))

test('the environment names a real bucket, on which the driver keeps the contract', (context) => {
  if (missing.length > 0) context.skip(`needs a bucket of Sohu: set ${missing.join(', ')}`)
  expect(missing).toEqual([])
})

if (missing.length === 0) {
  const parameters = {
    accesskey: SCS_ACCESS_KEY,
    secretkey: SCS_SECRET_KEY,
    bucket: SCS_BUCKET,
    region: SCS_REGION,
    endpoint: SCS_ENDPOINT,
    // Of its own: what else is in the bucket is left alone.
    rootdirectory: `moorage-conformance-${randomUUID()}`,
    chunksize: 5 * 1024 * 1024,
  }
  const open = (): Promise<StorageDriver> => scs.create(parseOptions(scs, parameters), {})
  describeDriver('scs on a real bucket', { create: open, reopen: open, timeoutMs: 600_000 })
}
