import type { StorageDriver } from '@moorage/driver-core'
import { describeRedirects, type DriverParameters } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import { openS3Driver } from './open-s3-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const open = (parameters: DriverParameters): Promise<StorageDriver> =>
  openS3Driver(optionsFor(emulator, parameters), {})

describeRedirects('s3', {
  store: emulator,
  open: () => open({ rootdirectory: '/registry' }),
  lifeSeconds: ({ searchParams }) => Number(searchParams.get('X-Amz-Expires')),
})

test('a URL leads to the host that is configured for clients, which it signs', async () => {
  await using driver = await open({ redirectendpoint: 'https://cdn.example.com' })
  const url = await driver.redirectUrl('/a/file', { method: 'GET' })
  expect(url?.origin).toBe('https://images.cdn.example.com')
  expect(url?.pathname).toBe('/a/file')
  expect(url?.searchParams.get('X-Amz-SignedHeaders')).toBe('host')
})

test.each([
  [undefined, '1200'],
  [60, '60'],
  [10_000_000, '604800'],
])('a URL that is to be good for %j seconds is good for %s, seven days at most', async (expiresInSeconds, life) => {
  await using driver = await open({ rootdirectory: '/other' })
  await driver.putContent('/file', Buffer.from('x'))
  const url = await driver.redirectUrl('/file', { method: 'GET', expiresInSeconds })
  expect(url?.searchParams.get('X-Amz-Expires')).toBe(life)
  expect((await fetch(url ?? '')).status).toBe(200)
})

test('a URL has the token of temporary credentials whole, whatever letters are in it', async () => {
  const account = { id: 'temporary', secret: 'secret', token: 'a+b/c==&d' }
  await using temporary = await startBucket({ accounts: [account] })
  const keys = { accesskey: account.id, secretkey: account.secret, sessiontoken: account.token }
  await using driver = await openS3Driver(optionsFor(temporary, keys), {})
  await driver.putContent('/file', Buffer.from('x'))
  const url = await driver.redirectUrl('/file', { method: 'GET' })
  expect(await (await fetch(url ?? '')).text()).toBe('x')
})
