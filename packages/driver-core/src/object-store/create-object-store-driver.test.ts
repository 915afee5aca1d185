import { describe, expect, test } from 'vitest'
import { checkStartUp } from './start-up/check-start-up.ts'
import { createObjectStoreDriver } from './create-object-store-driver.ts'
import { MemoryBucket } from './testing/memory-bucket.ts'
import { failure, MemoryObjectStoreClient } from './testing/memory-object-store-client.ts'
import { openTestDriver, testBytes } from './testing/open-test-driver.ts'

describe('a driver made of a client', () => {
  test.each(['/registry', 'registry', 'registry/', '/registry/', '//registry//'])(
    'the root %s means the same keys',
    async (rootDirectory) => {
      const { driver, client } = openTestDriver(undefined, { rootDirectory })
      await driver.putContent('/docker/file', Buffer.from('x'))
      expect(client.bucket.keys()).toEqual(['registry/docker/file'])
      expect((await Array.fromAsync(driver.walk('/'))).map(({ path }) => path)).toEqual(['/docker', '/docker/file'])
    },
  )

  test('without a root the keys are the paths without their slash', async () => {
    for (const rootDirectory of [undefined, '', '/']) {
      const { driver, client } = openTestDriver(undefined, { rootDirectory })
      await driver.putContent('/docker/file', Buffer.from('x'))
      expect(client.bucket.keys()).toEqual(['docker/file'])
    }
  })

  test('a part size that the store does not take is refused', () => {
    const capabilities = { redirect: false, listing: 'strong', minPartSizeBytes: 100, maxPartSizeBytes: 1000 } as const
    const client = new MemoryObjectStoreClient()
    for (const chunkSizeBytes of [99, 1001]) {
      const create = (): unknown => createObjectStoreDriver({ name: 'test', client, capabilities, chunkSizeBytes })
      expect(create).toThrow(`test: chunkSizeBytes is ${chunkSizeBytes}, but parts have 100 to 1000 bytes`)
    }
  })

  test('what a client throws names the path, keeps the request id, and stays retryable', async () => {
    const { driver, client } = openTestDriver()
    client.before = () => {
      throw failure('UNAVAILABLE', 'ServiceUnavailable')
    }
    await expect(driver.stat('/file')).rejects.toMatchObject({
      name: 'DriverError',
      code: 'UNAVAILABLE',
      driver: 'test',
      path: '/file',
      requestId: 'request-1',
      retryable: true,
      message: 'test: /file: ServiceUnavailable',
    })
    client.before = () => {
      throw new TypeError('a mistake')
    }
    await expect(driver.getContent('/file')).rejects.toMatchObject({
      code: 'UNEXPECTED',
      message: 'test: /file: a mistake',
    })
  })

  test('redirects last twenty minutes, if nobody says otherwise, and only where the store has them', async () => {
    const { driver } = openTestDriver()
    expect(await driver.redirectUrl('/file', { method: 'GET' })).toBeUndefined()
    const capabilities = { redirect: true, listing: 'strong' } as const
    const redirecting = openTestDriver(undefined, { capabilities }).driver
    const url = await redirecting.redirectUrl('/file', { method: 'HEAD' })
    expect(url?.href).toBe('https://bucket.example/file?method=HEAD&expires=1200')
    const short = await redirecting.redirectUrl('/file', { method: 'GET', expiresInSeconds: 5 })
    expect(short?.search).toBe('?method=GET&expires=5')
  })

  test('the start-up check asks for one key below the root', async () => {
    const client = new MemoryObjectStoreClient()
    await checkStartUp(client, '/registry')
    expect(client.requests).toEqual(['list registry/'])
  })

  test('an upload with parts of another configuration goes on with the sizes it began with', async () => {
    const bucket = new MemoryBucket()
    const content = testBytes(1_000_000)
    const sizes = [100_000, 300_000, 100_000, 200_000]
    let end = 0
    for (const chunkSizeBytes of sizes) {
      const { driver } = openTestDriver(bucket, { chunkSizeBytes })
      const writer = await driver.createWriter('/file', { append: true })
      expect(writer.size).toBe(end)
      end += end === 0 ? 90_000 : 280_000
      await writer.write(content.subarray(writer.size, end))
      await writer.close()
    }
    const { driver } = openTestDriver(bucket)
    await (await driver.createWriter('/file', { append: true })).commit()
    expect(Buffer.compare(await driver.getContent('/file'), content.subarray(0, end))).toBe(0)
  })

  test('more parts than the store takes are refused', async () => {
    const capabilities = { redirect: false, listing: 'strong', maxParts: 5 } as const
    const { driver, client } = openTestDriver(undefined, { capabilities })
    const most = 100_000 * (1 + 2 + 3 + 4 + 5)
    const fits = await driver.createWriter('/fits', { resumable: false })
    await fits.write(testBytes(most))
    await fits.commit()
    expect((await driver.stat('/fits')).kind).toBe('file')
    const writer = await driver.createWriter('/file', { resumable: false })
    await expect(writer.write(testBytes(most + 1))).rejects.toMatchObject({ code: 'UNSUPPORTED', path: '/file' })
    await writer.cancel()
    expect(client.bucket.uploads.size).toBe(0)
  })
})
