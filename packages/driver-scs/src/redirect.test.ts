import type { StorageDriver } from '@moorage/driver-core'
import { describeRedirects, type DriverParameters } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import { openScsDriver } from './open-scs-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const open = (parameters: DriverParameters): Promise<StorageDriver> =>
  openScsDriver(optionsFor(emulator, parameters), {})

describeRedirects('scs', {
  store: emulator,
  open: () => open({ rootdirectory: '/registry' }),
  lifeSeconds: ({ searchParams }) => Number(searchParams.get('Expires')) - Date.now() / 1000,
})

test('a URL leads to the host that is configured for clients', async () => {
  await using driver = await open({ redirectendpoint: 'bjcnc.scs.sohucs.com' })
  const url = await driver.redirectUrl('/a/file', { method: 'GET' })
  expect(`${url?.origin}${url?.pathname}`).toBe('http://bjcnc.scs.sohucs.com/images/a/file')
})
