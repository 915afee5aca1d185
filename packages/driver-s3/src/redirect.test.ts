import { afterAll, describe, expect, test } from 'vitest'
import { openS3Driver } from './open-s3-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const driver = await openS3Driver(optionsFor(emulator, { rootdirectory: '/registry' }), {})
await driver.putContent('/a/file', Buffer.from('x'))

afterAll(async () => {
  await driver[Symbol.asyncDispose]()
  await emulator.close()
})

async function urlFor(method: 'GET' | 'HEAD', expiresInSeconds?: number): Promise<URL> {
  const url = await driver.redirectUrl('/a/file', { method, expiresInSeconds })
  if (url === undefined) throw new Error('there is no URL')
  return url
}

describe('a URL for clients', () => {
  test.each([
    ['GET', 'HEAD'],
    ['HEAD', 'GET'],
    ['GET', 'PUT'],
    ['GET', 'DELETE'],
  ] as const)('for %s is refused for %s', async (method, other) => {
    expect((await fetch(await urlFor(method), { method: other })).status).toBe(403)
    expect(emulator.bucket('s3', bucketName).objects()).toHaveLength(1)
  })

  test('is good for twenty minutes, if nothing else is asked for, and refused afterwards', async () => {
    const lifeSeconds = (url: URL): number => Number(url.searchParams.get('X-Amz-Expires'))
    expect(lifeSeconds(await urlFor('GET'))).toBe(1200)
    expect(lifeSeconds(await urlFor('GET', 60))).toBe(60)
    const url = await urlFor('GET', 60)
    const late = emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: 62_000 } })
    const answer = await fetch(url)
    late.remove()
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('Request has expired')
  })

  test('leads to the host that is configured for clients, which it signs', async () => {
    const domain = { redirectendpoint: 'https://cdn.example.com' }
    await using other = await openS3Driver(optionsFor(emulator, domain), {})
    const url = await other.redirectUrl('/a/file', { method: 'GET' })
    expect(url?.origin).toBe('https://images.cdn.example.com')
    expect(url?.pathname).toBe('/a/file')
    expect(url?.searchParams.get('X-Amz-SignedHeaders')).toBe('host')
  })

  test('is good for no longer than seven days', async () => {
    const url = await urlFor('GET', 10_000_000)
    expect(url.searchParams.get('X-Amz-Expires')).toBe('604800')
    expect((await fetch(url)).status).toBe(200)
  })

  test('has the token of temporary credentials whole, whatever letters are in it', async () => {
    const account = { id: 'temporary', secret: 'secret', token: 'a+b/c==&d' }
    await using temporary = await startBucket({ accounts: [account] })
    const keys = { accesskey: account.id, secretkey: account.secret, sessiontoken: account.token }
    await using other = await openS3Driver(optionsFor(temporary, keys), {})
    await other.putContent('/file', Buffer.from('x'))
    const url = await other.redirectUrl('/file', { method: 'GET' })
    expect(await (await fetch(url ?? '')).text()).toBe('x')
  })

  test('costs no request', async () => {
    emulator.requests.clear()
    await urlFor('GET')
    expect(emulator.requests.count()).toBe(0)
  })
})
