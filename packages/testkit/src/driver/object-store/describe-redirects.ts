import type { StorageDriver } from '@moorage/driver-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededBytes } from '../../seeded-bytes.ts'
import { expectBytes } from '../expectations.ts'

/** What is used of an emulator of `@moorage/object-store-emulator`. */
export interface RedirectStore {
  readonly requests: { clear(): void; count(): number }
  readonly faults: {
    add(rule: { readonly count: 'always'; readonly fault: { readonly kind: 'clock-offset'; readonly ms: number } }): {
      remove(): void
    }
  }
  close(): Promise<void>
}

export interface RedirectSuiteOptions {
  /** Holds one empty bucket; the suite closes it when the tests of the file are through. */
  readonly store: RedirectStore
  /** Opens a driver on the bucket, whose URLs lead to the store. */
  readonly open: () => Promise<StorageDriver>
  /** Seconds from now to the time at which a URL says that it expires. */
  readonly lifeSeconds: (url: URL) => number
}

/**
 * Declares what the URLs of an object store are good for, and what they are refused for; beside the suite of the contract, which knows
 * neither the clock of the store nor its requests.
 */
export function describeRedirects(name: string, { store, open, lifeSeconds }: RedirectSuiteOptions): void {
  const content = seededBytes(1, 200_000)
  let driver: StorageDriver

  async function urlFor(method: 'GET' | 'HEAD', expiresInSeconds?: number): Promise<URL> {
    const url = await driver.redirectUrl('/a/file', { method, expiresInSeconds })
    if (url === undefined) throw new Error('there is no URL')
    return url
  }

  afterAll(() => store.close())

  describe(`a URL of ${name} for clients`, () => {
    beforeAll(async () => {
      driver = await open()
      await driver.putContent('/a/file', content)
      return () => driver[Symbol.asyncDispose]()
    })

    test('gives the bytes, and a part of them', async () => {
      const whole = await fetch(await urlFor('GET'))
      expectBytes(new Uint8Array(await whole.arrayBuffer()), content)
      const part = await fetch(await urlFor('GET'), { headers: { range: 'bytes=100-199' } })
      expect(part.status).toBe(206)
      expectBytes(new Uint8Array(await part.arrayBuffer()), content.subarray(100, 200))
    })

    test('gives the head', async () => {
      const head = await fetch(await urlFor('HEAD'), { method: 'HEAD' })
      expect([head.status, head.headers.get('content-length')]).toEqual([200, '200000'])
    })

    test.each([
      ['GET', 'HEAD'],
      ['HEAD', 'GET'],
      ['GET', 'PUT'],
      ['GET', 'DELETE'],
    ] as const)('for %s is refused for %s', async (method, other) => {
      expect((await fetch(await urlFor(method), { method: other })).status).toBe(403)
      expectBytes(await driver.getContent('/a/file'), content)
    })

    test('is refused for another object', async () => {
      const url = await urlFor('GET')
      url.pathname = url.pathname.replace('/file', '/other')
      expect((await fetch(url)).status).toBe(403)
    })

    test('is good for twenty minutes, if nothing else is asked for, and refused afterwards', async () => {
      expect(lifeSeconds(await urlFor('GET'))).toBeCloseTo(1200, -1)
      expect(lifeSeconds(await urlFor('GET', 60))).toBeCloseTo(60, -1)
      const url = await urlFor('GET', 60)
      const late = store.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: 62_000 } })
      const answer = await fetch(url)
      late.remove()
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('Request has expired')
    })

    test('costs no request', async () => {
      store.requests.clear()
      await urlFor('GET')
      expect(store.requests.count()).toBe(0)
    })
  })
}
