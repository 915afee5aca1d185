import { afterAll, describe, expect, test } from 'vitest'
import { openScsDriver } from './open-scs-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const emulator = await startBucket()
const driver = await openScsDriver(optionsFor(emulator, { rootdirectory: '/registry' }), {})
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
    expect(emulator.bucket('scs', bucketName).objects()).toHaveLength(1)
  })

  test('is good for twenty minutes, if nothing else is asked for, and refused afterwards', async () => {
    const lifeSeconds = (url: URL): number => Math.round(Number(url.searchParams.get('Expires')) - Date.now() / 1000)
    expect(lifeSeconds(await urlFor('GET'))).toBeCloseTo(1200, -1)
    expect(lifeSeconds(await urlFor('GET', 60))).toBeCloseTo(60, -1)
    const url = await urlFor('GET', 60)
    const late = emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: 62_000 } })
    const answer = await fetch(url)
    late.remove()
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('Request has expired')
  })

  test('leads to the host that is configured for clients', async () => {
    await using other = await openScsDriver(optionsFor(emulator, { redirectendpoint: 'bjcnc.scs.sohucs.com' }), {})
    const url = await other.redirectUrl('/a/file', { method: 'GET' })
    expect(`${url?.origin}${url?.pathname}`).toBe('http://bjcnc.scs.sohucs.com/images/a/file')
  })

  test('costs no request', async () => {
    emulator.requests.clear()
    await urlFor('GET')
    expect(emulator.requests.count()).toBe(0)
  })
})
