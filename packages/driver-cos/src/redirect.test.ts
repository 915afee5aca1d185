import type { StorageDriver } from '@moorage/driver-core'
import { describeRedirects, type DriverParameters } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import { openCosDriver } from './open-cos-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const open = (parameters: DriverParameters): Promise<StorageDriver> =>
  openCosDriver(optionsFor(emulator, parameters), {})

describeRedirects('cos', {
  store: emulator,
  open: () => open({ rootdirectory: '/registry' }),
  lifeSeconds: ({ searchParams }) => Number(searchParams.get('q-key-time')?.split(';')[1]) - Date.now() / 1000,
})

test('a URL leads to the domain that is configured for clients, which it signs', async () => {
  await using driver = await open({ redirectendpoint: 'https://cdn.example.com' })
  const url = await driver.redirectUrl('/a/file', { method: 'GET' })
  expect(url?.origin).toBe('https://cdn.example.com')
  expect(url?.pathname).toBe('/a/file')
  expect(url?.searchParams.get('q-header-list')).toBe('host')
})
